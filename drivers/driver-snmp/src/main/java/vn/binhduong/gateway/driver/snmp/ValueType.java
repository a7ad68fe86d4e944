package vn.binhduong.gateway.driver.snmp;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.SMIConstants;
import org.snmp4j.smi.Variable;

/// How the value of an object holds a number.
public enum ValueType {
  /// INTEGER, Gauge32, Unsigned32, Counter32, Counter64 or TimeTicks (hundredths of a second), RFC
  /// 2578 §7.1.
  NUMBER,
  /// OCTET STRING with a decimal number as text, such as `-12.5` or `2.1e3`, as many agents give
  /// what is not whole.
  DECIMAL,
  /// Opaque with an IEEE 754 number of 4 or 8 bytes, as net-snmp gives it (NET-SNMP-TC,
  /// draft-perkins-opaque-01).
  FLOAT;

  /// Longest text of a decimal; a longer one is no number.
  static final int DECIMAL_CHARS_MAX = 40;

  private static final Pattern DECIMAL_TEXT =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final int OPAQUE_TAG = 0x9F;
  private static final int FLOAT_TAG = 0x78;
  private static final int DOUBLE_TAG = 0x79;
  private static final int HEADER_BYTES = 3;

  /// The number that a value holds, exactly as the agent wrote it.
  ///
  /// @return the number, or null where the value holds none (also NaN and the infinities)
  @Nullable BigDecimal number(Variable value) {
    return switch (this) {
      case NUMBER -> whole(value);
      case DECIMAL -> value.getSyntax() == SMIConstants.SYNTAX_OCTET_STRING ? decimal(value) : null;
      case FLOAT -> value instanceof Opaque opaque ? floating(opaque.getValue()) : null;
    };
  }

  /// What a value of this type is, in words.
  String expected() {
    return switch (this) {
      case NUMBER -> "a whole number";
      case DECIMAL -> "an OCTET STRING with a decimal number";
      case FLOAT -> "an Opaque with a finite float or double";
    };
  }

  private static @Nullable BigDecimal whole(Variable value) {
    return switch (value.getSyntax()) {
      case SMIConstants.SYNTAX_INTEGER,
          SMIConstants.SYNTAX_UNSIGNED_INTEGER32,
          SMIConstants.SYNTAX_COUNTER32,
          SMIConstants.SYNTAX_TIMETICKS ->
          BigDecimal.valueOf(value.toLong());
      case SMIConstants.SYNTAX_COUNTER64 ->
          new BigDecimal(Long.toUnsignedString(((Counter64) value).getValue()));
      default -> null;
    };
  }

  private static @Nullable BigDecimal decimal(Variable value) {
    byte[] octets = ((OctetString) value).getValue();
    if (octets.length > DECIMAL_CHARS_MAX) {
      return null;
    }
    String text = new String(octets, StandardCharsets.US_ASCII).strip();
    return DECIMAL_TEXT.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  private static @Nullable BigDecimal floating(byte[] octets) {
    if (octets.length < HEADER_BYTES || (octets[0] & 0xFF) != OPAQUE_TAG) {
      return null;
    }
    int length = octets[2];
    ByteBuffer number = ByteBuffer.wrap(octets, HEADER_BYTES, octets.length - HEADER_BYTES);
    if (number.remaining() != length) {
      return null;
    }
    if (octets[1] == FLOAT_TAG && length == Float.BYTES) {
      float single = number.getFloat();
      return Float.isFinite(single) ? new BigDecimal(Float.toString(single)) : null;
    }
    if (octets[1] == DOUBLE_TAG && length == Double.BYTES) {
      double wide = number.getDouble();
      return Double.isFinite(wide) ? BigDecimal.valueOf(wide) : null;
    }
    return null;
  }
}
