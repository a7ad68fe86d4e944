package vn.binhduong.gateway.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/// How keys and their paths are written.
final class KeyPath {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private KeyPath() {}

  /// `devices` and `wx1` make `devices.wx1`; a key with other characters is quoted.
  static String below(String path, String key) {
    if (key.isEmpty()) {
      return path;
    }
    String part = BARE.matcher(key).matches() ? key : "'" + key + "'";
    return path.isEmpty() ? part : path + "." + part;
  }

  /// The path of an element of a list, from 0.
  static String element(String path, int index) {
    return path + "[" + index + "]";
  }

  /// `unitId` as it is written in YAML: `unit-id`.
  static String kebab(String componentName) {
    return HUMP.matcher(componentName).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
