package vn.binhduong.gateway.driver.serial.ops243;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// A radar as a test plays it: a vehicle each time it may speak, one coming and one going.
final class RadarDevice implements SerialDevice {
  static final Ops243Settings SETTINGS =
      new Ops243Settings(
          Ops243Settings.Report.VEHICLES, 5, Duration.ofMinutes(15), Duration.ofSeconds(2));

  private final StringBuilder received = new StringBuilder();
  private boolean away;
  private boolean told;

  /// What the driver has told it.
  String received() {
    return received.toString();
  }

  @Override
  public void powerUp() {
    told = false;
  }

  @Override
  public byte[] speak() {
    away = !away;
    if (!told) {
      return text(away ? "-7.6\r\n" : "12.1\r\n");
    }
    return text("{\"DetectedObjectVelocity\":\"%s\"}\r\n".formatted(away ? "-27.4" : "43.7"));
  }

  @Override
  public byte[] answer(byte[] request) {
    String command = new String(request, StandardCharsets.US_ASCII);
    received.append(command);
    told |= command.contains("OJ");
    if (command.endsWith("?V")) {
      return text("{\"Version\":\"1.5.0\"}\r\n");
    }
    return command.endsWith("?P") ? text("{\"Product\":\"OPS243-A\"}\r\n") : SILENCE;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
