package vn.binhduong.gateway.store;

import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.model.ClockState;

/// How choices are written in files; a code never changes its meaning, whatever becomes of the
/// enums.
final class Codes {
  private Codes() {}

  /// At most 7, because a value's tag has 3 bits for it.
  static int of(Quality quality) {
    return switch (quality) {
      case GOOD -> 0;
      case UNCERTAIN_RANGE -> 1;
      case UNCERTAIN_CHANGE -> 2;
      case CALIBRATING -> 3;
      case BAD_SENSOR -> 4;
      case BAD_LINK -> 5;
    };
  }

  static Quality quality(int code) throws FormatException {
    return switch (code) {
      case 0 -> Quality.GOOD;
      case 1 -> Quality.UNCERTAIN_RANGE;
      case 2 -> Quality.UNCERTAIN_CHANGE;
      case 3 -> Quality.CALIBRATING;
      case 4 -> Quality.BAD_SENSOR;
      case 5 -> Quality.BAD_LINK;
      default -> throw new FormatException("unknown quality code " + code);
    };
  }

  static int of(GapReason reason) {
    return switch (reason) {
      case LOST -> 0;
      case OVERRUN -> 1;
      case THINNED -> 2;
      case DROPPED -> 3;
      case QUARANTINED -> 4;
    };
  }

  static GapReason gapReason(int code) throws FormatException {
    return switch (code) {
      case 0 -> GapReason.LOST;
      case 1 -> GapReason.OVERRUN;
      case 2 -> GapReason.THINNED;
      case 3 -> GapReason.DROPPED;
      case 4 -> GapReason.QUARANTINED;
      default -> throw new FormatException("unknown gap reason code " + code);
    };
  }

  static int of(ClockState state) {
    return switch (state) {
      case SYNCED -> 0;
      case ESTIMATED -> 1;
      case UNSYNCED -> 2;
    };
  }

  static ClockState clockState(int code) throws FormatException {
    return switch (code) {
      case 0 -> ClockState.SYNCED;
      case 1 -> ClockState.ESTIMATED;
      case 2 -> ClockState.UNSYNCED;
      default -> throw new FormatException("unknown clock state code " + code);
    };
  }
}
