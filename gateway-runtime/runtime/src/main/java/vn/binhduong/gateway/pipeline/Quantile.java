package vn.binhduong.gateway.pipeline;

/// A quantile of a sorted sample, with linear interpolation between the two nearest values (type 7
/// of Hyndman and Fan 1996). Neither ISO 1996 nor the manuals of traffic counting say how a sample
/// is to be interpolated; this is the rule that most programs follow.
final class Quantile {
  private Quantile() {}

  /// @param sorted ascending
  /// @param n how many of its first elements count, at least 1
  /// @param share part of the sample that lies below, range [0, 1]
  static double of(double[] sorted, int n, double share) {
    if (n < 1 || n > sorted.length || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "quantile %s of %d values: expected [0, 1] of 1 to %d"
              .formatted(share, n, sorted.length));
    }
    double position = share * (n - 1);
    int below = (int) position;
    double low = sorted[below];
    return below == n - 1 ? low : low + (position - below) * (sorted[below + 1] - low);
  }
}
