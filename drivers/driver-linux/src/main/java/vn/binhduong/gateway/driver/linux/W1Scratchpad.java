package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.DriverException;

/// The nine bytes that a 1-Wire thermometer sends: temperature, alarm limits, configuration, three
/// reserved ones, CRC.
///
/// The temperature is computed from the bytes, which the CRC protects, not taken from the `t=` of
/// the kernel: that is cut to thousandths, and it looks the same for 85 °C measured and 85 °C of a
/// chip that has just been powered. Source: DS18B20 datasheet (19-7487), "Memory" and figure 4;
/// Documentation/w1/slaves/w1_therm.rst.
final class W1Scratchpad {
  /// Least and greatest temperature of all these chips, degrees Celsius.
  static final double MIN_CELSIUS = -55;

  static final double MAX_CELSIUS = 125;

  private static final int LENGTH = 9;

  /// 85 °C in sixteenths: what the temperature register holds after power-on.
  private static final int POWER_ON = 0x0550;

  /// The same in half degrees, DS18S20.
  private static final int POWER_ON_HALVES = 0x00AA;

  /// Byte 6 after power-on; each conversion of a DS18B20 leaves 0x10 less the low four bits of the
  /// temperature there, so 0x10 at 85 °C.
  private static final int POWER_ON_BYTE_6 = 0x0C;

  /// Least significant bit first: x^8 + x^5 + x^4 + 1.
  private static final int CRC_POLYNOMIAL = 0x8C;

  private static final Pattern W1_SLAVE =
      Pattern.compile(
          "((?:[0-9a-f]{2} ){9}): crc=([0-9a-f]{2}) (YES|NO|yes|no)\n"
              + "((?:[0-9a-f]{2} ){9})t=-?[0-9]{1,7}\n?");

  private final byte[] bytes;

  private W1Scratchpad(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Understands the two lines of the file `w1_slave`.
  ///
  /// The second line repeats the last bytes that were good, so it may be hours old when the first
  /// one says NO; it is never used but must agree where the first one says YES.
  ///
  /// @throws DriverException UNAVAILABLE when the kernel gave nothing because no conversion came
  ///   about; PROTOCOL when the text has another form, the kernel found the CRC wrong, or we do
  static W1Scratchpad parse(Path file, String text) throws DriverException {
    if (text.isEmpty()) {
      throw DriverException.unavailable(
          file + ": expected two lines, found nothing: the chip did not answer");
    }
    Matcher lines = W1_SLAVE.matcher(text);
    if (!lines.matches()) {
      throw KernelText.unreadable(file, "nine bytes, a CRC, YES or NO, and t=", text);
    }
    byte[] bytes = bytes(lines.group(1));
    int crc = crc(bytes, LENGTH - 1);
    boolean kernelSays = lines.group(3).equalsIgnoreCase("YES");
    if (!kernelSays || crc != Byte.toUnsignedInt(bytes[LENGTH - 1])) {
      throw DriverException.protocol(
          "%s: expected CRC 0x%02X of %s, found 0x%02X; the kernel says %s"
              .formatted(file, crc, shown(bytes), bytes[LENGTH - 1], kernelSays ? "YES" : "NO"));
    }
    if (Integer.parseInt(lines.group(2), 16) != crc
        || !Arrays.equals(bytes, bytes(lines.group(4)))) {
      throw KernelText.unreadable(file, "the same bytes and CRC in both lines", text);
    }
    return new W1Scratchpad(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.ofDelimiter(" ").parseHex(hex.strip());
  }

  private static String shown(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }

  /// The CRC-8 of Maxim over the first bytes. Source: application note 27.
  ///
  /// @param length how many bytes
  /// @return 0 to 255
  static int crc(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= Byte.toUnsignedInt(bytes[i]);
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) != 0 ? (crc >> 1) ^ CRC_POLYNOMIAL : crc >> 1;
      }
    }
    return crc;
  }

  /// What the bytes mean for a chip of a family.
  W1Temperature temperature(W1Family family) {
    if (Arrays.equals(bytes, new byte[LENGTH])) {
      return new W1Temperature.Invalid(
          "nine bytes 00, whose CRC is right: the data line is held low");
    }
    return switch (family) {
      case DS18S20 -> halves();
      case DS1822, DS18B20, DS28EA00 -> sixteenths();
    };
  }

  private W1Temperature sixteenths() {
    int raw = register();
    if (raw == POWER_ON && at(6) == POWER_ON_BYTE_6) {
      return new W1Temperature.Invalid(
          "85 degrees with byte 6 = 0x0C: the value after power-on, nothing was measured");
    }
    int config = at(4);
    if ((config & 0x80) != 0) {
      // GX20MH01 at 13 or 14 bits: the configuration holds the two bits below
      return checked(((raw << 2) | (config & 3)) / 64.0);
    }
    int bitsUndefined = 3 - ((config >> 5) & 3);
    return checked(((raw >> bitsUndefined) << bitsUndefined) / 16.0);
  }

  /// DS18S20 datasheet (19-5474), "Operation - measuring temperature": half degrees are cut off,
  /// and the count that remained gives sixteenths.
  private W1Temperature halves() {
    int raw = register();
    int remain = at(6);
    int perDegree = at(7);
    if (perDegree == 0) {
      return new W1Temperature.Invalid("COUNT PER C = 0x00: expected 0x10");
    }
    if (raw == POWER_ON_HALVES && remain == POWER_ON_BYTE_6) {
      return new W1Temperature.Invalid("85 degrees with byte 6 = 0x0C: the value after power-on");
    }
    return checked((raw >> 1) - 0.25 + (double) (perDegree - remain) / perDegree);
  }

  private int register() {
    return (short) ((at(1) << 8) | at(0));
  }

  private int at(int index) {
    return Byte.toUnsignedInt(bytes[index]);
  }

  /// A temperature that one of these chips can have measured: 127.94 is its answer to a conversion
  /// for which the power did not suffice, -127 that of libraries to a chip that is not there.
  static W1Temperature checked(double celsius) {
    return celsius >= MIN_CELSIUS && celsius <= MAX_CELSIUS
        ? new W1Temperature.Celsius(celsius)
        : new W1Temperature.Invalid(
            "%s degrees: expected -55 to 125; the supply of the chip may be too weak"
                .formatted(celsius));
  }
}
