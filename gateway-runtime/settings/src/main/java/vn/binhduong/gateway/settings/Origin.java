package vn.binhduong.gateway.settings;

/// Where a part of the settings stands, so that a check made after binding can name the line.
public final class Origin {
  private final YamlNode node;
  private final String path;

  Origin(YamlNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /// Path of the key, such as `devices.wx1`; empty for the whole file.
  public String path() {
    return path;
  }

  /// The file this part was read from, as it was named.
  public String file() {
    return node.at().file();
  }

  /// Line from 1, or 0 where there is none.
  public int line() {
    return node.at().line();
  }

  /// A mistake at a key of this part, or at the part itself when the key is not written there.
  ///
  /// @param key kebab-case key directly below this part, or empty for the part itself
  /// @param found what stands there, in words
  /// @param expected what may stand there; may be empty
  /// @param hint what to do about it; may be empty
  public Problem problem(String key, String found, String expected, String hint) {
    Position at = node.at();
    if (node instanceof YamlNode.Mapping mapping) {
      YamlNode child = mapping.get(key);
      if (child != null) {
        at = child.at();
      }
    }
    return at.problem(KeyPath.below(path, key), found, expected, hint);
  }
}
