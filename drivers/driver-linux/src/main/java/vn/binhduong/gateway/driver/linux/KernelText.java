package vn.binhduong.gateway.driver.linux;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.DriverException;

/// Understands what the kernel prints. Pure.
final class KernelText {
  /// Most characters of an unreadable text that a message shows.
  static final int SHOWN_CHARS_MAX = 40;

  /// Integers, and the fixed-point numbers of IIO (IIO_VAL_INT_PLUS_MICRO, _NANO, FRACTIONAL): no
  /// exponent, at most 20 and 15 digits.
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}([.][0-9]{1,15})?");

  private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]{1,8}");

  private KernelText() {}

  /// A number, exact as printed.
  ///
  /// @param file where it was found, for the message
  /// @throws DriverException PROTOCOL when the text is anything but one number
  static BigDecimal decimal(Path file, String text) throws DriverException {
    String word = text.strip();
    if (!DECIMAL.matcher(word).matches()) {
      throw unreadable(file, "a number", text);
    }
    return new BigDecimal(word);
  }

  /// An unsigned number of at most 32 bits in hexadecimal, with or without `0x`.
  ///
  /// @throws DriverException PROTOCOL when the text is anything else
  static long hex(Path file, String text) throws DriverException {
    String word = text.strip();
    if (!HEX.matcher(word).matches()) {
      throw unreadable(file, "a hexadecimal number of at most 32 bits", text);
    }
    return Long.parseLong(word.startsWith("0x") ? word.substring(2) : word, 16);
  }

  /// A file that does not say what it should.
  static DriverException unreadable(Path file, String expected, String found) {
    return DriverException.protocol(
        "%s: expected %s, found %s".formatted(file, expected, shown(found)));
  }

  /// A text as a message can show it: one line of printable ASCII, bounded.
  static String shown(String text) {
    if (text.isEmpty()) {
      return "nothing";
    }
    var shown = new StringBuilder("'");
    for (char c : text.strip().toCharArray()) {
      if (shown.length() > SHOWN_CHARS_MAX) {
        return shown + "...' (%d characters)".formatted(text.length());
      }
      if (c >= ' ' && c <= '~') {
        shown.append(c);
      } else {
        shown.append("\\x%02X".formatted((int) c));
      }
    }
    return shown + "'";
  }
}
