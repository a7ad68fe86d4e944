package vn.binhduong.gateway.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as they are written in settings: `250ms`, `1.5s`, `5min`, `2h`, `60d`.
public final class Durations {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|min|h|d)");

  private Durations() {}

  /// The duration that a text says.
  ///
  /// @throws IllegalArgumentException when it says none
  public static Duration of(String text) {
    try {
      return parse(text);
    } catch (ScalarType.Mismatch e) {
      throw new IllegalArgumentException(
          "expected %s, found '%s'".formatted(ScalarType.DURATION.words(), text), e);
    }
  }

  static Duration parse(String text) throws ScalarType.Mismatch {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new ScalarType.Mismatch(hint(text));
    }
    var nanos = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(nanos(match.group(2))));
    try {
      BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
      return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    } catch (ArithmeticException e) {
      throw new ScalarType.Mismatch("not a whole number of nanoseconds");
    }
  }

  private static String hint(String text) {
    if (text.matches("[0-9.]+")) {
      return "add a unit: " + text + "s?";
    }
    return text.matches("[0-9.]+m") ? "minutes are written " + text + "in" : "";
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "min" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> throw new IllegalArgumentException("unit of a duration: " + unit);
    };
  }

  /// A duration in the largest unit that gives a whole number, such as `90s` and `2h`.
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (String unit : new String[] {"d", "h", "min", "s", "ms", "us"}) {
      Duration one = Duration.ofNanos(nanos(unit));
      long whole = duration.dividedBy(one);
      if (one.multipliedBy(whole).equals(duration)) {
        return whole + unit;
      }
    }
    return duration.toNanos() + "ns";
  }
}
