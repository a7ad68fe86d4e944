package vn.binhduong.gateway.driver;

/// How far a reading can be trusted. The wire codes stand in the contract, not here.
public enum Quality {
  /// Measured, inside every check.
  GOOD(true),
  /// Outside the range of the channel; the value is kept.
  UNCERTAIN_RANGE(true),
  /// Changed too fast, stays flat for too long, or the instrument is warming up; the value is kept.
  UNCERTAIN_CHANGE(true),
  /// Measured while the device is being calibrated.
  CALIBRATING(true),
  /// The device answered that it cannot measure, or with a value that means so.
  BAD_SENSOR(false),
  /// The device did not answer, or not intelligibly.
  BAD_LINK(false);

  private final boolean hasValue;

  Quality(boolean hasValue) {
    this.hasValue = hasValue;
  }

  /// Whether a reading of this quality carries a value.
  public boolean hasValue() {
    return hasValue;
  }
}
