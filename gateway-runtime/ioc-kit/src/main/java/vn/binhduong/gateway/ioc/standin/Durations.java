package vn.binhduong.gateway.ioc.standin;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as they stand on a command line.
public final class Durations {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|min|h)");

  private Durations() {}

  /// Reads a duration such as `500ms`, `60s`, `10min` or `1h`.
  ///
  /// @throws IllegalArgumentException when it is none
  public static Duration parse(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a time such as 500ms, 60s, 10min or 1h, found '%s'".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
