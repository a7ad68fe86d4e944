package vn.binhduong.gateway.driver.serial.sds011;

import java.util.Arrays;
import java.util.HexFormat;
import vn.binhduong.gateway.driver.Framing;

/// A frame of the SDS011.
///
///     AA  kind  d1 d2 d3 d4  id1 id2  check  AB      check: low byte of the sum of d1 to id2
///
/// Source: Nova Fitness, Laser PM2.5 Sensor specification SDS011 V1.3, and Laser Dust Sensor Control
/// Protocol V1.3.
///
/// @param kind [#DATA] or [#ANSWER]
/// @param d1 first byte of data
/// @param d2 second byte of data
/// @param d3 third byte of data
/// @param d4 fourth byte of data
/// @param id identity of the sensor, 16 bit
record Sds011Frame(int kind, int d1, int d2, int d3, int d4, int id) {
  /// Concentrations.
  static final int DATA = 0xC0;

  /// The answer to a command.
  static final int ANSWER = 0xC5;

  static final int BYTES = 10;

  /// PM2.5, ug/m3; of a frame of kind DATA.
  double pm25() {
    return (d2 << 8 | d1) / 10.0;
  }

  /// PM10, ug/m3; of a frame of kind DATA.
  double pm10() {
    return (d4 << 8 | d3) / 10.0;
  }

  String serial() {
    return HexFormat.of().withUpperCase().toHexDigits((short) id);
  }

  /// How frames are told apart; two in a row must name the same sensor.
  static final Framing<Sds011Frame> FRAMING =
      new Framing<>() {
        @Override
        public Look<Sds011Frame> look(byte[] bytes, int count) {
          return Sds011Frame.look(bytes, count);
        }

        @Override
        public boolean consistent(Sds011Frame before, Sds011Frame next) {
          return before.id == next.id;
        }
      };

  private static Framing.Look<Sds011Frame> look(byte[] bytes, int count) {
    if (at(bytes, 0) != 0xAA) {
      return new Framing.Look.Nothing<>("expected AA");
    }
    if (count > 1 && at(bytes, 1) != DATA && at(bytes, 1) != ANSWER) {
      return new Framing.Look.Nothing<>("expected AA C0 or AA C5");
    }
    if (count < BYTES) {
      return new Framing.Look.Unfinished<>();
    }
    int sum = 0;
    for (int i = 2; i < 8; i++) {
      sum += at(bytes, i);
    }
    if (at(bytes, 8) != (sum & 0xFF) || at(bytes, 9) != 0xAB) {
      return new Framing.Look.Nothing<>(
          "expected %02X AB at the end, found %02X %02X"
              .formatted(sum & 0xFF, at(bytes, 8), at(bytes, 9)));
    }
    return new Framing.Look.Found<>(
        new Sds011Frame(
            at(bytes, 1),
            at(bytes, 2),
            at(bytes, 3),
            at(bytes, 4),
            at(bytes, 5),
            at(bytes, 6) << 8 | at(bytes, 7)),
        BYTES);
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }

  /// A command to any sensor on the line.
  ///
  /// @param data up to 12 bytes, the first of them the command
  static byte[] command(int... data) {
    byte[] frame = new byte[19];
    frame[0] = (byte) 0xAA;
    frame[1] = (byte) 0xB4;
    for (int i = 0; i < data.length; i++) {
      frame[2 + i] = (byte) data[i];
    }
    frame[15] = (byte) 0xFF;
    frame[16] = (byte) 0xFF;
    int sum = 0;
    for (byte value : Arrays.copyOfRange(frame, 2, 17)) {
      sum += value & 0xFF;
    }
    frame[17] = (byte) sum;
    frame[18] = (byte) 0xAB;
    return frame;
  }
}
