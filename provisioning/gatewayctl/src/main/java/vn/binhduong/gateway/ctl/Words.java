package vn.binhduong.gateway.ctl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.control.Value;

/// Figures in a form that people read at a glance.
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final MathContext DIGITS = new MathContext(10);
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Words() {}

  /// `250 ms`, `12 s`, `3 min`, `5 h`, `12 d`; `-` for null.
  static String span(@Nullable Long millis) {
    if (millis == null) {
      return "-";
    }
    if (millis < SECOND) {
      return millis + " ms";
    } else if (millis < 2 * MINUTE) {
      return String.format(Locale.ROOT, millis < 10 * SECOND ? "%.1f s" : "%.0f s", millis / 1e3);
    } else if (millis < 2 * HOUR) {
      return millis / MINUTE + " min";
    } else if (millis < 2 * DAY) {
      return millis / HOUR + " h";
    }
    return millis / DAY + " d";
  }

  /// `512 B`, `1.5 MiB`.
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double value = bytes / 1024.0;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /// `1,234,567`.
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// `1 device`, `2 devices`.
  static String count(int count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /// What follows the number of waiting entries: when they are gone, or why they do not go.
  ///
  /// @param hindrance null from a gateway of an earlier version
  static String drain(long entries, @Nullable Long millis, @Nullable String hindrance) {
    if (entries == 0) {
      return "";
    }
    if (millis == null) {
      return hindrance == null || hindrance.isEmpty() ? "" : ", do not drain: " + hindrance;
    }
    return millis == 0 ? ", on their way" : ", drained in about " + span(millis);
  }

  /// The value as it was measured, without what binary fractions add: a 32-bit float in its own
  /// shortest form, anything else with up to 10 digits, which all 32-bit registers fit in.
  static String number(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    float single = value.floatValue();
    BigDecimal shortest =
        value == single && !Float.isInfinite(single)
            ? new BigDecimal(Float.toString(single))
            : BigDecimal.valueOf(value).round(DIGITS);
    return shortest.signum() == 0 ? "0" : shortest.stripTrailingZeros().toPlainString();
  }

  /// Local time with milliseconds.
  static String time(long epochMillis, ZoneId zone) {
    return TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
  }

  /// `pm25 23.4 ug/m3, t 31.3 Cel`, with the quality where it is not GOOD.
  static String values(List<Value> values) {
    return values.stream().map(Words::value).collect(Collectors.joining(", "));
  }

  private static String value(Value value) {
    String quality = value.quality().equals("GOOD") ? "" : " " + value.quality();
    return value.value() == null
        ? value.channel() + quality
        : value.channel() + " " + number(value.value()) + " " + value.unit() + quality;
  }
}
