package vn.binhduong.gateway.driver.serial.ss125;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import vn.binhduong.gateway.driver.DriverException;

/// One packet of message 71, the interval that is complete: that of one lane, or after the lanes of
/// one approach.
///
/// @param interval the interval
/// @param packet number of this packet, from 0: lanes first
/// @param speed mean, in the unit of the sensor; empty without a vehicle
/// @param volume vehicles; empty where the sensor has none
/// @param occupancy percent; empty where the sensor has none
/// @param classes vehicles of classes 1 to 4
/// @param speed85 85th percentile, in the unit of the sensor; empty without a vehicle
/// @param headway mean front to front, milliseconds
/// @param gap mean end to front, milliseconds
record IntervalPacket(
    Interval interval,
    int packet,
    OptionalDouble speed,
    OptionalDouble volume,
    OptionalDouble occupancy,
    List<OptionalDouble> classes,
    OptionalDouble speed85,
    OptionalDouble headway,
    OptionalDouble gap) {
  static final int MESSAGE = 0x71;
  static final int BODY_BYTES = 45;
  static final int CLASSES = 4;

  /// More lanes and approaches than a sensor has.
  static final int PACKETS_MAX = 64;

  private static final int OCCUPANCY_MAX = 100 << 8;

  /// What all packets of an answer have in common.
  ///
  /// @param number of the interval, as the sensor counts
  /// @param end of the interval, by the clock of the sensor
  /// @param lanes how many lanes the sensor has
  /// @param approaches how many approaches it has
  record Interval(int number, Instant end, int lanes, int approaches) {
    /// How many packets tell it; one at least.
    int packets() {
      return Math.max(1, lanes + approaches);
    }
  }

  /// Asks for the latest one.
  static byte[] latest() {
    return new byte[3];
  }

  /// @throws DriverException PROTOCOL when its time is none, or it has too many lanes
  static IntervalPacket of(Z1Frame frame) throws DriverException {
    Instant end =
        frame
            .time(6)
            .orElseThrow(
                () ->
                    DriverException.protocol(
                        "interval: expected a date and a time, found %08X %08X"
                            .formatted(frame.u32(6), frame.u32(10))));
    var interval = new Interval(frame.u24(3), end, frame.u8(43), frame.u8(44));
    if (interval.packets() > PACKETS_MAX) {
      throw DriverException.protocol(
          "interval: expected at most %d lanes and approaches, found %d"
              .formatted(PACKETS_MAX, interval.packets()));
    }
    return new IntervalPacket(
        interval,
        frame.subId(),
        frame.fixed24(14),
        frame.counted(17),
        frame.u16(20) <= OCCUPANCY_MAX
            ? OptionalDouble.of(frame.fixed16(20))
            : OptionalDouble.empty(),
        IntStream.range(0, CLASSES).mapToObj(i -> frame.counted(22 + 3 * i)).toList(),
        frame.fixed24(34),
        frame.counted(37),
        frame.counted(40));
  }
}
