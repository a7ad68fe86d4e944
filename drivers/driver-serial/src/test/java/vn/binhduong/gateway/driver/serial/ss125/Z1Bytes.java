package vn.binhduong.gateway.driver.serial.ss125;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Makes packets as a sensor sends them.
final class Z1Bytes {
  private Z1Bytes() {}

  /// A packet from `from` to whoever has the id 0.
  static byte[] packet(int from, int sequence, byte... body) {
    byte[] header = {
      'Z', '1', 0, 0, 0, 0, (byte) (from >> 8), (byte) from, (byte) sequence, (byte) body.length
    };
    return join(
        header,
        new byte[] {(byte) Z1Frame.crc(header, 0, header.length)},
        body,
        new byte[] {(byte) Z1Frame.crc(body, 0, body.length)});
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// The highest byte first.
  static byte[] number(int bytes, long value) {
    byte[] number = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      number[i] = (byte) (value >> (8 * (bytes - 1 - i)));
    }
    return number;
  }

  static byte[] time(Instant at) {
    ZonedDateTime t = at.atZone(ZoneOffset.UTC);
    return join(
        number(4, (t.getYear() << 9) + (t.getMonthValue() << 5) + t.getDayOfMonth()),
        number(
            4,
            ((long) t.getHour() << 22)
                + (t.getMinute() << 16)
                + (t.getSecond() << 10)
                + t.getNano() / 1_000_000));
  }

  /// A speed that was measured, not negative.
  static byte[] speed(double value) {
    return number(3, (1 << 23) + (int) (value * 256));
  }

  /// A number with 8 bits before and behind the point.
  static byte[] fixed(double value) {
    return number(2, (int) (value * 256));
  }
}
