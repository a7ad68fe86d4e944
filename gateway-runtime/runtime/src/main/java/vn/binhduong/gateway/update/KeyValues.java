package vn.binhduong.gateway.update;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The one text form of manifests, journals and the notes that gateway and supervisor leave each
/// other: lines of `key=value` in printable ASCII, which a shell script reads as easily. Pure.
///
/// @param lines in the order of the file, at most [#LINES_MAX]
record KeyValues(List<Map.Entry<String, String>> lines) {
  static final int LINES_MAX = 64;
  static final int BYTES_MAX = 8 << 10;
  private static final int SHOWN_MAX = 80;
  private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]{0,31})=([ -~]{0,1024})");

  KeyValues {
    lines = List.copyOf(lines);
  }

  /// @throws IllegalArgumentException naming the line that has another form
  static KeyValues parse(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "expected at most %d bytes, found %d".formatted(BYTES_MAX, bytes.length));
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("expected a line feed at the end, found none");
    }
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      number++;
      var matcher = LINE.matcher(line);
      if (number > LINES_MAX || !matcher.matches()) {
        throw new IllegalArgumentException(
            "line %d: expected key=value, found '%s'".formatted(number, shown(line)));
      }
      lines.add(Map.entry(matcher.group(1), matcher.group(2)));
    }
    return new KeyValues(lines);
  }

  /// What may stand in a message, of any text.
  static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= SHOWN_MAX ? plain : plain.substring(0, SHOWN_MAX) + "...";
  }

  Optional<String> find(String key) {
    return lines.stream()
        .filter(line -> line.getKey().equals(key))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  String get(String key, String otherwise) {
    return find(key).orElse(otherwise);
  }

  byte[] bytes() {
    var text = new StringBuilder();
    lines.forEach(
        line ->
            text.append(line.getKey())
                .append('=')
                .append(line.getValue().replaceAll("[^ -~]", "?"))
                .append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
