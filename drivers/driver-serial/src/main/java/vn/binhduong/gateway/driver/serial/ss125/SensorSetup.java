package vn.binhduong.gateway.driver.serial.ss125;

import vn.binhduong.gateway.driver.DriverException;

/// What a sensor says of itself: its message 00.
///
/// @param metric whether it counts km/h and metres, or mph and feet
/// @param serial its serial number
record SensorSetup(boolean metric, String serial) {
  static final int MESSAGE = 0x00;
  static final int BODY_BYTES = 86;

  private static final double KILOMETRES_PER_MILE = 1.609344;
  private static final double METRES_PER_FOOT = 0.3048;

  /// @throws DriverException PROTOCOL when its flag for units is none
  static SensorSetup of(Z1Frame frame) throws DriverException {
    int metric = frame.u8(85);
    if (metric > 1) {
      throw DriverException.protocol(
          "setup of the sensor: expected 0 or 1 for its units, found %d".formatted(metric));
    }
    return new SensorSetup(metric == 1, frame.text(69, 16));
  }

  /// A speed of this sensor in km/h.
  double speed(double value) {
    return metric ? value : value * KILOMETRES_PER_MILE;
  }

  /// A length of this sensor in metres.
  double length(double value) {
    return metric ? value : value * METRES_PER_FOOT;
  }
}
