package vn.binhduong.gateway.driver.mqtt;

import java.util.ArrayList;
import java.util.List;

/// A place in a JSON document (RFC 6901). Pure.
///
/// @param tokens names of members and indices of elements, from the root; none: the root itself
record Pointer(List<String> tokens) {
  /// Longest text of a pointer.
  static final int CHARS_MAX = 256;

  Pointer {
    tokens = List.copyOf(tokens);
  }

  /// Reads its text, such as `/object/temperature`.
  ///
  /// @throws IllegalArgumentException when it is no pointer; the message is for people
  static Pointer of(String text) {
    if (text.length() > CHARS_MAX) {
      throw new IllegalArgumentException(
          "expected a JSON pointer of at most %d characters, found %d"
              .formatted(CHARS_MAX, text.length()));
    }
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw new IllegalArgumentException(
          "expected a JSON pointer, which begins with /, found '%s'".formatted(text));
    }
    if (text.matches("(?s).*~([^01].*|$)")) {
      throw new IllegalArgumentException(
          "expected ~0 or ~1 after each ~ of a JSON pointer (RFC 6901), found '%s'"
              .formatted(text));
    }
    var tokens = new ArrayList<String>();
    if (!text.isEmpty()) {
      for (String token : text.substring(1).split("/", -1)) {
        tokens.add(token.replace("~1", "/").replace("~0", "~"));
      }
    }
    if (tokens.size() > JsonScan.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "expected a JSON pointer of at most %d steps, found %d"
              .formatted(JsonScan.DEPTH_MAX, tokens.size()));
    }
    return new Pointer(tokens);
  }

  /// As it is written.
  @Override
  public String toString() {
    var text = new StringBuilder();
    tokens.forEach(token -> text.append('/').append(token.replace("~", "~0").replace("/", "~1")));
    return text.toString();
  }
}
