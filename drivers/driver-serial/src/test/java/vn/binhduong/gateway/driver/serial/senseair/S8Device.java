package vn.binhduong.gateway.driver.serial.senseair;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// A Senseair S8 as a test plays it.
final class S8Device implements SerialDevice {
  static final SenseairS8Settings SETTINGS = new SenseairS8Settings(Duration.ofSeconds(2));

  private int status;

  /// From now on it has this meter status.
  void setStatus(int status) {
    this.status = status;
  }

  static byte[] withCrc(byte... bytes) {
    byte[] frame = Arrays.copyOf(bytes, bytes.length + 2);
    int crc = S8Answer.crc(bytes, bytes.length);
    frame[bytes.length] = (byte) crc;
    frame[bytes.length + 1] = (byte) (crc >> 8);
    return frame;
  }

  @Override
  public byte[] answer(byte[] request) {
    return switch (HexFormat.of().withUpperCase().formatHex(request)) {
      case "FE0400000004E5C6" ->
          withCrc(hex("FE 04 08 00 %02X 00 00 00 00 02 9E".formatted(status)));
      case "FE04001C000365C2" -> withCrc(hex("FE 04 06 01 46 03 E8 1C 2A"));
      default -> withCrc(hex("FE 84 02"));
    };
  }

  private static byte[] hex(String digits) {
    return SerialDevice.hex(digits);
  }
}
