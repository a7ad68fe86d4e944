package vn.binhduong.gateway.driver.serial.rg15;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// An RG-15 as a test plays it.
final class Rg15Device implements SerialDevice {
  static final Rg15Settings SETTINGS = new Rg15Settings(Duration.ofSeconds(2));
  static final String LINE = "Acc 0.01 mm, EventAcc 1.24 mm, TotalAcc 310.07 mm, RInt 12.50 mmph";

  private String line = LINE;

  /// From now on it answers with this line.
  void setLine(String line) {
    this.line = line;
  }

  @Override
  public byte[] answer(byte[] request) {
    StringBuilder answer = new StringBuilder();
    for (String command : new String(request, StandardCharsets.US_ASCII).split("\n", -1)) {
      if (command.isEmpty()) {
        continue;
      }
      answer.append(command.equals("R") ? line : command.toLowerCase(java.util.Locale.ROOT));
      answer.append("\r\n");
    }
    return answer.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
