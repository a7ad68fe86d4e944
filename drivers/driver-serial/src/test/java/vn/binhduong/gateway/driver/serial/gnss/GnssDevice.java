package vn.binhduong.gateway.driver.serial.gnss;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// A receiver as a test plays it: tells each second in four sentences.
final class GnssDevice implements SerialDevice {
  static final GnssSettings SETTINGS = new GnssSettings(Duration.ofSeconds(2));

  private final String status;
  private int second;

  GnssDevice() {
    this("A");
  }

  /// @param status A with a fix, V without
  GnssDevice(String status) {
    this.status = status;
  }

  static String sentence(String body) {
    int check = body.chars().reduce(0, (one, two) -> one ^ two);
    return "$%s*%02X\r\n".formatted(body, check);
  }

  @Override
  public byte[] speak() {
    String time = "0302%02d.00".formatted(second++ % 60);
    boolean fixed = status.equals("A");
    String position = fixed ? "1058.8319,N,10640.5112,E" : ",,,";
    return (sentence("GNRMC,%s,%s,%s,0.02,31.66,040531,,,A".formatted(time, status, position))
            + sentence("GNVTG,31.66,T,,M,0.02,N,0.04,K,A")
            + sentence(
                "GNGGA,%s,%s,%s,0.84,23.4,M,-2.1,M,,"
                    .formatted(time, position, fixed ? "1,11" : "0,03"))
            + sentence("GPGSV,1,1,00"))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
