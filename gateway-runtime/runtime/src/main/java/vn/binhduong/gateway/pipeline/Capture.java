package vn.binhduong.gateway.pipeline;

/// Data capture: how much of a period must have been measured before something is said of the
/// whole. Below it a result is bad, never a plausible number.
///
/// 75 % is what European and American rules for air quality ask of hourly, 8-hour and daily means
/// (Directive 2008/50/EC, annex XI); the Vietnamese Decision 1459/QĐ-TCMT names only the hours that
/// NowCast needs.
final class Capture {
  /// Least share of a period, percent.
  static final int PERCENT_MIN = 75;

  private Capture() {}

  /// Whether `used` of `wanted` are enough; nothing of nothing is not.
  static boolean enough(long used, long wanted) {
    return used > 0 && used * 100 >= wanted * PERCENT_MIN;
  }
}
