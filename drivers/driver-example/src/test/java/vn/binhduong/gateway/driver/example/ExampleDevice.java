package vn.binhduong.gateway.driver.example;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// The probe as a test plays it.
final class ExampleDevice implements SerialDevice {
  static byte[] line(String text) {
    int check = text.chars().reduce(0, (one, two) -> one ^ two);
    return "%s*%02X\r\n".formatted(text, check).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] answer(byte[] request) {
    boolean asked = Arrays.equals(request, "READ\r".getBytes(StandardCharsets.US_ASCII));
    return asked ? line("T=+23.4 H=61.5") : SILENCE;
  }
}
