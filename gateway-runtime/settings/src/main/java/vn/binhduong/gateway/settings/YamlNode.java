package vn.binhduong.gateway.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed piece of YAML with its place.
sealed interface YamlNode {
  /// Where it begins.
  Position at();

  /// What it is, for messages.
  String words();

  /// A single value.
  ///
  /// @param text the text without quotes
  /// @param plain whether it was written without quotes
  record Scalar(String text, boolean plain, Position at) implements YamlNode {
    private static final int SHOWN_CHARACTERS_MAX = 60;

    /// Whether nothing was written, or `null`.
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String words() {
      if (isNull()) {
        return "nothing";
      }
      return text.length() <= SHOWN_CHARACTERS_MAX
          ? "'" + text + "'"
          : "'" + text.substring(0, SHOWN_CHARACTERS_MAX) + "…'";
    }
  }

  /// A list.
  record Sequence(List<YamlNode> elements, Position at) implements YamlNode {
    @Override
    public String words() {
      return "a list";
    }
  }

  /// Keys with values, in the order of the file; a key may stand there twice.
  record Mapping(List<Entry> entries, Position at) implements YamlNode {
    @Override
    public String words() {
      return "a mapping";
    }

    /// The first value of the key.
    @Nullable YamlNode get(String key) {
      for (Entry entry : entries) {
        if (entry.key().text().equals(key)) {
          return entry.value();
        }
      }
      return null;
    }
  }

  /// One key with its value.
  record Entry(Scalar key, YamlNode value) {}
}
