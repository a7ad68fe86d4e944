package vn.binhduong.gateway.driver.serial.ss125;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.binhduong.gateway.driver.DriverException;

/// A vehicle: message 67, the oldest event that the sensor keeps. Reading it takes it out.
///
/// @param at when, by the clock of the sensor
/// @param lane number, from 1
/// @param range distance from the sensor, in its unit
/// @param durationMillis how long it was in the beam
/// @param speed in the unit of the sensor; empty where it could not be measured
/// @param vehicleClass code, as the sensor numbers its classes
/// @param length in the unit of the sensor
record ActiveEvent(
    Instant at,
    int lane,
    double range,
    int durationMillis,
    OptionalDouble speed,
    int vehicleClass,
    double length) {
  static final int MESSAGE = 0x67;
  static final int BODY_BYTES = 23;

  /// Empty where the sensor keeps no event.
  ///
  /// @throws DriverException PROTOCOL when its time is none, or it is neither an event nor none
  static Optional<ActiveEvent> of(Z1Frame frame) throws DriverException {
    if (frame.subId() == 0) {
      return Optional.empty();
    }
    if (frame.subId() != 1) {
      throw DriverException.protocol(
          "event: expected 1 (an event) or 0 (none), found %d".formatted(frame.subId()));
    }
    Instant at =
        frame
            .time(3)
            .orElseThrow(
                () ->
                    DriverException.protocol(
                        "event: expected a date and a time, found %08X %08X"
                            .formatted(frame.u32(3), frame.u32(7))));
    return Optional.of(
        new ActiveEvent(
            at,
            frame.u8(11) + 1,
            frame.fixed16(12),
            frame.u24(14),
            frame.fixed24(17),
            frame.u8(20),
            frame.fixed16(21)));
  }
}
