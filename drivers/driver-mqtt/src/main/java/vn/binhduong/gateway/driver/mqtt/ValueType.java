package vn.binhduong.gateway.driver.mqtt;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a message holds a number.
public enum ValueType {
  /// A number of JSON.
  NUMBER,
  /// A text with a decimal number in it, such as `"-12.5"`, as some analytics give it; a number of
  /// JSON too.
  DECIMAL;

  /// An exponent of more digits means nothing that is measured, and costs memory to add to.
  private static final Pattern PLAIN =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

  /// The number, or null when there is none.
  @Nullable BigDecimal number(Found found) {
    boolean fits =
        found.kind() == Found.Kind.NUMBER || (this == DECIMAL && found.kind() == Found.Kind.TEXT);
    return fits
            && found.text().length() <= JsonScan.NUMBER_CHARS_MAX
            && PLAIN.matcher(found.text()).matches()
        ? new BigDecimal(found.text())
        : null;
  }

  /// For messages.
  String expected() {
    return switch (this) {
      case NUMBER -> "a number";
      case DECIMAL -> "a number, or a decimal number as text";
    };
  }
}
