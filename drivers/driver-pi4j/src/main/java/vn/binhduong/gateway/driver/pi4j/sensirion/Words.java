package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;

/// Sensirion's protocol on I2C: a command of two bytes (one on the SHT4x), then words of two bytes,
/// most significant first, each with a checksum behind it.
///
/// The checksum is CRC-8 with polynomial 0x31, begun with 0xFF, not reflected. Source: Sensirion,
/// SCD4x datasheet 1.5, §3.12; the same in all its datasheets.
final class Words {
  private static final int CRC_POLYNOMIAL = 0x31;
  private static final int CRC_BEGIN = 0xFF;
  private static final int BYTES_PER_WORD = 3;

  private final I2cLink bus;
  private final int address;

  Words(I2cLink bus, int address) {
    this.bus = bus;
    this.address = address;
  }

  /// Sends a command of two bytes, with words behind it, and waits as long as it takes.
  void command(long millis, int command, int... words)
      throws DriverException, InterruptedException {
    bus.write(address, encode(command, words));
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  /// Sends a command of two bytes, waits, and reads words.
  int[] ask(long millis, int count, int command, int... words)
      throws DriverException, InterruptedException {
    command(millis, command, words);
    return read(count, "0x%04X".formatted(command));
  }

  /// Sends a command of one byte, waits, and reads words.
  int[] askShort(long millis, int count, int command) throws DriverException, InterruptedException {
    bus.write(address, (byte) command);
    TimeUnit.MILLISECONDS.sleep(millis);
    return read(count, "0x%02X".formatted(command));
  }

  private int[] read(int count, String command) throws DriverException, InterruptedException {
    return decode(
        bus.read(address, BYTES_PER_WORD * count),
        "address 0x%02X, command %s".formatted(address, command));
  }

  static byte[] encode(int command, int... words) {
    var out = new ByteArrayOutputStream();
    out.write(command >> 8);
    out.write(command);
    for (int word : words) {
      out.write(word >> 8);
      out.write(word);
      out.write(crc(word));
    }
    return out.toByteArray();
  }

  /// The words in an answer.
  ///
  /// @param what was asked, for the message
  /// @throws DriverException PROTOCOL naming the first word whose checksum is wrong
  static int[] decode(byte[] bytes, String what) throws DriverException {
    int[] words = new int[bytes.length / BYTES_PER_WORD];
    for (int i = 0; i < words.length; i++) {
      int at = BYTES_PER_WORD * i;
      words[i] = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
      int found = bytes[at + 2] & 0xFF;
      if (found != crc(words[i])) {
        throw DriverException.protocol(
            "%s, word %d of %s: expected checksum %02X, found %02X"
                .formatted(
                    what,
                    i + 1,
                    HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes),
                    crc(words[i]),
                    found));
      }
    }
    return words;
  }

  static int crc(int word) {
    int crc = CRC_BEGIN;
    for (int shift = 8; shift >= 0; shift -= 8) {
      crc ^= word >> shift & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x80) == 0 ? crc << 1 : crc << 1 ^ CRC_POLYNOMIAL;
        crc &= 0xFF;
      }
    }
    return crc;
  }

  /// Words as hex digits, as serial numbers are written.
  static String hex(int... words) {
    var text = new StringBuilder();
    for (int word : words) {
      text.append("%04X".formatted(word));
    }
    return text.toString();
  }

  /// Words as text, two characters in each, up to the first zero.
  static String text(int... words) {
    var out = new ByteArrayOutputStream();
    for (int word : words) {
      out.write(word >> 8);
      out.write(word);
    }
    String text = out.toString(StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /// A 32-bit float in two words, most significant first.
  static float number(int high, int low) {
    return Float.intBitsToFloat(high << 16 | low);
  }
}
