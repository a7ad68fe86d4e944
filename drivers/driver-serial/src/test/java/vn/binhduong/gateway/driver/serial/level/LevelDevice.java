package vn.binhduong.gateway.driver.serial.level;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// An ultrasonic sensor as a test plays it; tells the distances given, over and over.
final class LevelDevice implements SerialDevice {
  static final UltrasonicSettings SETTINGS =
      new UltrasonicSettings(UltrasonicModel.A02YYUW, 4.25, 3, Duration.ofSeconds(2));

  private final UltrasonicModel model;
  private final int[] millimetres;
  private int next;

  LevelDevice() {
    this(UltrasonicModel.A02YYUW, 1953, 1957, 1955);
  }

  LevelDevice(UltrasonicModel model, int... millimetres) {
    this.model = model;
    this.millimetres = millimetres.clone();
  }

  static byte[] frame(UltrasonicModel model, int millimetres) {
    return switch (model) {
      case A02YYUW -> {
        int high = millimetres >> 8;
        int low = millimetres & 0xFF;
        yield new byte[] {(byte) 0xFF, (byte) high, (byte) low, (byte) (0xFF + high + low)};
      }
      case HRXL_5M, HRXL_10M ->
          "R%04d\r".formatted(millimetres).getBytes(StandardCharsets.US_ASCII);
    };
  }

  @Override
  public byte[] speak() {
    return frame(model, millimetres[next++ % millimetres.length]);
  }
}
