package vn.binhduong.gateway.driver.snmp;

import java.nio.charset.StandardCharsets;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/// What an agent says, made fit to be shown.
final class Text {
  /// Most characters that are kept.
  static final int CHARS_MAX = 128;

  private Text() {}

  /// The text of an OCTET STRING in one line of printable characters, at most [#CHARS_MAX]; empty
  /// for any other value.
  static String of(Variable value) {
    if (!(value instanceof OctetString octets)) {
      return "";
    }
    String line =
        new String(octets.getValue(), StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}\\p{Cf}\\uFFFD\\s]+", " ")
            .strip();
    return cut(line);
  }

  /// A value for a message, in quotes.
  static String shown(Variable value) {
    return "'" + (value instanceof OctetString ? of(value) : cut(value.toString())) + "'";
  }

  private static String cut(String text) {
    return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX);
  }
}
