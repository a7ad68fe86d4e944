package vn.binhduong.gateway.pipeline;

import java.util.Arrays;

/// What a window of instantaneous A-weighted sound levels is condensed to, decibel.
///
/// @param equivalent the level whose energy, held constant, is that of the window: `LAeq,T = 10
///   lg(mean(10^(L/10)))` (ISO 1996-1:2016, 3.1.7). A mean of levels would hide what is loud
/// @param exceeded10 level exceeded 10 % of the time, LA10: the peaks of traffic (ISO 1996-1:2016,
///   3.1.3)
/// @param exceeded50 level exceeded 50 % of the time, LA50
/// @param exceeded90 level exceeded 90 % of the time, LA90: the background
/// @param greatest greatest of the levels; LAmax where the meter gives levels with time weighting
record SoundLevels(
    double equivalent, double exceeded10, double exceeded50, double exceeded90, double greatest) {

  /// @param levels usable levels in any order; not changed
  /// @param n how many of its first elements count, at least 1
  static SoundLevels of(double[] levels, int n) {
    double[] sorted = Arrays.copyOf(levels, n);
    Arrays.sort(sorted);
    double greatest = sorted[n - 1];
    double energy = 0; // relative to the greatest: no level is too high to be added up
    for (double level : sorted) {
      energy += Math.pow(10, (level - greatest) / 10);
    }
    return new SoundLevels(
        greatest + 10 * Math.log10(energy / n),
        Quantile.of(sorted, n, 0.90),
        Quantile.of(sorted, n, 0.50),
        Quantile.of(sorted, n, 0.10),
        greatest);
  }
}
