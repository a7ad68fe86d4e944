package vn.binhduong.gateway.pipeline;

/// The weighted mean of the last twelve hours that stands for the particles of the current hour
/// (Decision 1459/QĐ-TCMT, AQI giờ): the more the hours differ, the less the old ones count.
final class NowCast {
  /// How many hours it looks back, the current one among them.
  static final int HOURS = 12;

  /// Of the newest three hours, this many are needed.
  static final int RECENT_MIN = 2;

  /// How many of the newest hours that is said of.
  static final int RECENT = 3;

  private static final double WEIGHT_MIN = 0.5;

  private NowCast() {}

  /// @param hours hourly means, the newest first, NaN where one is missing; 12
  /// @return NaN when fewer than two of the newest three hours are there
  static double of(double[] hours) {
    if (hours.length != HOURS) {
      throw new IllegalArgumentException("hours: expected 12, found " + hours.length);
    }
    int recent = 0;
    int present = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = 0;
    for (int i = 0; i < HOURS; i++) {
      if (!Double.isNaN(hours[i])) {
        present++;
        recent += i < RECENT ? 1 : 0;
        min = Math.min(min, hours[i]);
        max = Math.max(max, hours[i]);
      }
    }
    if (recent < RECENT_MIN) {
      return Double.NaN;
    }
    double weight = max > 0 ? Math.max(min / max, WEIGHT_MIN) : 1;
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < HOURS; i++) {
      if (!Double.isNaN(hours[i])) {
        double share = Math.pow(weight, i);
        sum += share * hours[i];
        weights += share;
      }
    }
    // The Decision writes the case of the least weight as the sum of (1/2)^i c_i with i from 1,
    // whose weights add up to 1 - 2^-12; with hours missing that would be far too low.
    return weight == WEIGHT_MIN && present == HOURS ? sum * WEIGHT_MIN : sum / weights;
  }
}
