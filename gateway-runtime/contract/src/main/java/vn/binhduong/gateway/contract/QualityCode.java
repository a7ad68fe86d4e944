package vn.binhduong.gateway.contract;

import java.util.Optional;

/// How far a reading can be trusted, with the codes of those who ask for it.
public enum QualityCode {
  /// Measured, inside every check. Not sent: a reading without a code is good.
  GOOD("", "00", 4, true),
  /// Outside the range of its channel; the value is kept.
  UNCERTAIN_RANGE("R", "02", 2, true),
  /// Rate of change, flat line or warm-up; the value is kept.
  UNCERTAIN_CHANGE("S", "00", 3, true),
  /// Measured while the device is being calibrated.
  CALIBRATING("01", "01", 16, true),
  /// The device says that it cannot measure.
  BAD_SENSOR("02", "02", 1, false),
  /// The device did not answer, or not intelligibly.
  BAD_LINK("02L", "02", 1, false);

  private final String code;
  private final String stationStatus;
  private final int lwm2m;
  private final boolean hasValue;

  QualityCode(String code, String stationStatus, int lwm2m, boolean hasValue) {
    this.code = code;
    this.stationStatus = stationStatus;
    this.lwm2m = lwm2m;
    this.hasValue = hasValue;
  }

  /// What stands in `<channel>.q`; empty for [#GOOD].
  public String code() {
    return code;
  }

  /// Status of a Vietnamese automatic station: 00 measuring, 01 calibrating, 02 faulty.
  public String stationStatus() {
    return stationStatus;
  }

  /// Value of the LwM2M resource 6042, Measurement Quality Indicator.
  public int lwm2m() {
    return lwm2m;
  }

  /// Whether a reading with this code carries a value.
  public boolean hasValue() {
    return hasValue;
  }

  /// The quality of a wire code; empty when the code is unknown, or the empty one of [#GOOD].
  public static Optional<QualityCode> ofCode(String code) {
    return switch (code) {
      case "R" -> Optional.of(UNCERTAIN_RANGE);
      case "S" -> Optional.of(UNCERTAIN_CHANGE);
      case "01" -> Optional.of(CALIBRATING);
      case "02" -> Optional.of(BAD_SENSOR);
      case "02L" -> Optional.of(BAD_LINK);
      default -> Optional.empty();
    };
  }
}
