package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a gateway runs on: `os/arch/board`, in lower case.
///
/// @param os such as `linux`
/// @param arch as Java names it: `aarch64`, `arm`, `amd64`
/// @param board model of the board as the kernel tells it, such as
///   `raspberry-pi-4-model-b-rev-1.4`; `unknown` where it does not
public record Hardware(String os, String arch, String board) {
  private static final Path MODEL = Path.of("/proc/device-tree/model");
  private static final int BOARD_CHARACTERS_MAX = 64;
  private static final Pattern PART = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final Pattern PATTERN_PART =
      Pattern.compile("[a-z0-9._-]{0,63}\\*|[a-z0-9._-]{1,64}");

  /// Checks the characters.
  public Hardware {
    for (String part : List.of(os, arch, board)) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "hardware: expected 1 to 64 of a-z 0-9 . _ -, found '%s'"
                .formatted(KeyValues.shown(part)));
      }
    }
  }

  /// This machine.
  public static Hardware here() {
    String model;
    try {
      model = new String(Files.readAllBytes(MODEL), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      model = "";
    }
    return new Hardware(
        plain(System.getProperty("os.name", "")),
        plain(System.getProperty("os.arch", "")),
        plain(model));
  }

  static String plain(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-").replaceAll("^-+|-+$", "");
    return plain.isEmpty()
        ? "unknown"
        : plain.substring(0, Math.min(plain.length(), BOARD_CHARACTERS_MAX));
  }

  /// Whether a pattern has the form `os/arch/board`, each part a name, the beginning of one with
  /// `*` behind it, or `*`.
  static boolean isPattern(String pattern) {
    String[] parts = pattern.split("/", -1);
    return parts.length == 3
        && List.of(parts).stream().allMatch(part -> PATTERN_PART.matcher(part).matches());
  }

  /// Whether a pattern means this hardware.
  boolean matches(String pattern) {
    String[] parts = pattern.split("/", -1);
    return isPattern(pattern)
        && part(parts[0], os)
        && part(parts[1], arch)
        && part(parts[2], board);
  }

  private static boolean part(String pattern, String value) {
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(value);
  }

  @Override
  public String toString() {
    return os + "/" + arch + "/" + board;
  }
}
