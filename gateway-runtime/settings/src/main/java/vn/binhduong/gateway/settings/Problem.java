package vn.binhduong.gateway.settings;

/// One mistake in a settings file, for people and for programs.
///
/// @param file name of the file as it was given
/// @param line line of the mistake from 1, or 0 where the whole file is meant
/// @param column column from 1, or 0 where the whole file is meant
/// @param key path of the key, such as `devices.wx1.every`; empty for the whole file
/// @param found what stands there, in words; never the value of a secret
/// @param expected what may stand there; empty where `found` says it all
/// @param hint what to do about it; may be empty
public record Problem(
    String file, int line, int column, String key, String found, String expected, String hint) {

  /// The mistake in one line: `gateway.yaml:12:5 devices.wx1.evry: unknown key; did you mean
  /// 'every'?`.
  @Override
  public String toString() {
    var text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(key.isEmpty() ? ": " : " " + key + ": ");
    text.append(expected.isEmpty() ? found : "expected " + expected + ", found " + found);
    if (!hint.isEmpty()) {
      text.append("; ").append(hint);
    }
    return text.toString();
  }
}
