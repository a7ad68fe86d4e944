package vn.binhduong.gateway.pipeline;

import vn.binhduong.gateway.driver.Quality;

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

  /// Whether a reading may enter a figure that is compared with a limit: those that the Vietnamese
  /// rules call "đang đo" (00) in the contract's table of qualities.
  static boolean usable(Quality quality) {
    return switch (quality) {
      case GOOD, UNCERTAIN_CHANGE -> true;
      case UNCERTAIN_RANGE, CALIBRATING, BAD_SENSOR, BAD_LINK -> false;
    };
  }

  /// The quality of a result: GOOD where the good readings alone are enough, UNCERTAIN_CHANGE where
  /// only the doubtful ones make it enough, else bad.
  ///
  /// @param good number of GOOD readings, or of parts of the period that have one
  /// @param used the same of all usable readings
  /// @param wanted how many there would be, had all been measured
  /// @param bad why there are too few
  static Quality verdict(long good, long used, long wanted, Quality bad) {
    return enough(good, wanted)
        ? Quality.GOOD
        : enough(used, wanted) ? Quality.UNCERTAIN_CHANGE : bad;
  }
}
