package vn.binhduong.gateway.driver.serial.level;

import vn.binhduong.gateway.driver.Framing;

/// One distance, as the sensor sent it.
///
/// @param millimetres distance, or a value that means that there is none
record Distance(int millimetres) {
  static final int BYTES_MAX = 6;

  private static final int BINARY_BYTES = 4;
  private static final int TEXT_BYTES = 6;

  /// Between two measurements in a row the target does not move farther: water rises by centimetres
  /// a second at most. Needed because a line of text has no check.
  private static final int STEP_MILLIMETRES_MAX = 500;

  /// How distances are told apart.
  static Framing<Distance> framing(UltrasonicModel model) {
    return new Framing<>() {
      @Override
      public Look<Distance> look(byte[] bytes, int count) {
        return switch (model) {
          case A02YYUW -> binary(bytes, count);
          case HRXL_5M, HRXL_10M -> text(bytes, count);
        };
      }

      @Override
      public boolean consistent(Distance before, Distance next) {
        return Math.abs(before.millimetres - next.millimetres) <= STEP_MILLIMETRES_MAX;
      }
    };
  }

  /// `FF hi lo check`, the check being the low byte of the sum. Source: DYP, A02YYUW datasheet,
  /// "UART output".
  private static Framing.Look<Distance> binary(byte[] bytes, int count) {
    if (bytes[0] != (byte) 0xFF) {
      return new Framing.Look.Nothing<>("expected FF");
    }
    if (count < BINARY_BYTES) {
      return new Framing.Look.Unfinished<>();
    }
    int check = (bytes[0] + bytes[1] + bytes[2]) & 0xFF;
    if (check != (bytes[3] & 0xFF)) {
      return new Framing.Look.Nothing<>(
          "expected check %02X, found %02X".formatted(check, bytes[3]));
    }
    return new Framing.Look.Found<>(
        new Distance((bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF)), BINARY_BYTES);
  }

  /// `Rdddd` and CR. Source: MaxBotix, HRXL-MaxSonar-WR datasheet, "Pin 5, serial output".
  private static Framing.Look<Distance> text(byte[] bytes, int count) {
    if (bytes[0] != 'R') {
      return new Framing.Look.Nothing<>("expected R");
    }
    int millimetres = 0;
    for (int i = 1; i < Math.min(count, TEXT_BYTES - 1); i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return new Framing.Look.Nothing<>("expected four digits behind R");
      }
      millimetres = 10 * millimetres + bytes[i] - '0';
    }
    if (count < TEXT_BYTES) {
      return new Framing.Look.Unfinished<>();
    }
    return bytes[5] == '\r'
        ? new Framing.Look.Found<>(new Distance(millimetres), TEXT_BYTES)
        : new Framing.Look.Nothing<>("expected CR behind four digits");
  }
}
