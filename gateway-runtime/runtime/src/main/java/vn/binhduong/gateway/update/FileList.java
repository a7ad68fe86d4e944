package vn.binhduong.gateway.update;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a slot with their checksums, in the form `sha256sum --check` takes. Its own
/// checksum stands in the signed manifest, so a slot can be proved whole for as long as it stands.
///
/// @param sha256 by name, relative to the slot; at most [#FILES_MAX]
record FileList(Map<String, String> sha256) {
  static final int FILES_MAX = 4096;
  static final int BYTES_MAX = 1 << 20;
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  \\./([!-~]{1,255})");

  FileList {
    sha256 = Map.copyOf(sha256);
  }

  /// @throws IllegalArgumentException naming the line that is wrong
  static FileList parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Map<String, String> found = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (number > FILES_MAX
          || !matcher.matches()
          || found.put(matcher.group(2), matcher.group(1)) != null) {
        throw new IllegalArgumentException(
            "files, line %d: expected a checksum, two spaces and ./name, each once, found '%s'"
                .formatted(number, KeyValues.shown(line)));
      }
    }
    return new FileList(found);
  }
}
