package vn.binhduong.gateway.pipeline;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.pipeline.AqiTableSettings.Version;

/// VN_AQI as Decision 1459/QĐ-TCMT computes it, with one version of its table. Pure.
///
/// From sensors that are no reference station the result is an estimate, and is labelled so.
final class VnAqi {
  /// Hours of a day.
  static final int DAY_HOURS = 24;

  /// Length of the moving mean of ozone.
  static final int OZONE_HOURS = 8;

  /// How many hours the longest rule looks back, the current one among them: the first 8-hour mean
  /// of a day reaches into the day before.
  static final int HOURS_MAX = DAY_HOURS + OZONE_HOURS - 1;

  /// Digits that the index is rounded to before it is rounded to a whole number, so that 109.5 does
  /// not become 109 by the error of binary fractions.
  private static final int DIGITS = 6;

  private final Version version;

  VnAqi(Version version) {
    this.version = version;
  }

  /// The hourly means, µg/m3.
  interface Hours {
    /// @param hour hours since 1970 of the end of the hour
    /// @return NaN when that hour has none
    double mean(Pollutant pollutant, long hour);
  }

  /// An index with what it comes from.
  ///
  /// @param whole the greatest of the parts; empty when neither kind of particles has one
  /// @param parts by pollutant
  /// @param concentrations what the parts were computed of, µg/m3: for an hour, the mean or, of
  ///   particles, the NowCast; for a day, the mean of particles, the greatest hour of gases
  /// @param ozone8h the 8-hour mean (of a day: the greatest), µg/m3; NaN when there is none
  record Index(
      OptionalInt whole,
      Map<Pollutant, Integer> parts,
      Map<Pollutant, Double> concentrations,
      double ozone8h) {}

  /// The index of an hour: particles by NowCast, gases by the mean of the hour.
  Index hourly(Hours hours, long hour) {
    Map<Pollutant, Double> concentrations = new EnumMap<>(Pollutant.class);
    for (Pollutant pollutant : Pollutant.values()) {
      double value =
          pollutant.isParticles()
              ? NowCast.of(back(hours, pollutant, hour, NowCast.HOURS))
              : hours.mean(pollutant, hour);
      if (!Double.isNaN(value)) {
        concentrations.put(pollutant, value);
      }
    }
    return index(concentrations, Double.NaN);
  }

  /// The index of a day: the mean of particles, of gases the greatest hour, of ozone also the
  /// greatest 8-hour mean. A pollutant with fewer than 18 hours has no part.
  ///
  /// @param lastHour end of the day: its hours are 01:00 to 24:00
  Index daily(Hours hours, long lastHour) {
    Map<Pollutant, Double> concentrations = new EnumMap<>(Pollutant.class);
    for (Pollutant pollutant : Pollutant.values()) {
      double[] day = back(hours, pollutant, lastHour, DAY_HOURS);
      double value = pollutant.isParticles() ? mean(day) : greatest(day);
      if (!Double.isNaN(value)) {
        concentrations.put(pollutant, value);
      }
    }
    double[] eight = new double[DAY_HOURS];
    for (int i = 0; i < DAY_HOURS; i++) {
      eight[i] = mean(back(hours, Pollutant.O3, lastHour - i, OZONE_HOURS));
    }
    return index(concentrations, greatest(eight));
  }

  /// The mean of the eight hours that end with `hour`; NaN with fewer than six.
  static double ozone8h(Hours hours, long hour) {
    return mean(back(hours, Pollutant.O3, hour, OZONE_HOURS));
  }

  /// The mean of the 24 hours that end with `lastHour`; NaN with fewer than 18.
  static double dayMean(Hours hours, Pollutant pollutant, long lastHour) {
    return mean(back(hours, pollutant, lastHour, DAY_HOURS));
  }

  private Index index(Map<Pollutant, Double> concentrations, double ozone8h) {
    Map<Pollutant, Integer> parts = new EnumMap<>(Pollutant.class);
    concentrations.forEach(
        (pollutant, value) ->
            part(pollutant.key(), value).ifPresent(part -> parts.put(pollutant, part)));
    if (!Double.isNaN(ozone8h)) {
      part(AqiTableSettings.OZONE_8H, ozone8h)
          .ifPresent(part -> parts.merge(Pollutant.O3, part, Math::max));
    }
    boolean particles = parts.keySet().stream().anyMatch(Pollutant::isParticles);
    OptionalInt whole =
        particles ? parts.values().stream().mapToInt(each -> each).max() : OptionalInt.empty();
    return new Index(whole, parts, concentrations, ozone8h);
  }

  /// The index of one concentration; at and above the last breakpoint of a whole column the
  /// greatest index, of one that ends early none.
  ///
  /// @param key of the column
  /// @param concentration µg/m3; below 0, as instruments give near 0, counts as 0
  OptionalInt part(String key, double concentration) {
    @Nullable List<Double> column = version.breakpoints().get(key);
    if (column == null) {
      throw new IllegalArgumentException("breakpoints: expected a column, found " + key);
    }
    double value = Math.max(0, concentration);
    List<Double> index = version.index();
    for (int i = 1; i < column.size(); i++) {
      double high = column.get(i);
      if (value <= high) {
        double low = column.get(i - 1);
        double from = index.get(i - 1);
        return OptionalInt.of(rounded((index.get(i) - from) / (high - low) * (value - low) + from));
      }
    }
    return column.size() == index.size()
        ? OptionalInt.of(rounded(index.getLast()))
        : OptionalInt.empty();
  }

  private static int rounded(double value) {
    return BigDecimal.valueOf(value)
        .setScale(DIGITS, RoundingMode.HALF_UP)
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  /// The newest first.
  private static double[] back(Hours hours, Pollutant pollutant, long hour, int count) {
    double[] means = new double[count];
    for (int i = 0; i < count; i++) {
      means[i] = hours.mean(pollutant, hour - i);
    }
    return means;
  }

  private static double mean(double[] hours) {
    double sum = 0;
    int n = 0;
    for (double hour : hours) {
      if (!Double.isNaN(hour)) {
        sum += hour;
        n++;
      }
    }
    return Capture.enough(n, hours.length) ? sum / n : Double.NaN;
  }

  private static double greatest(double[] hours) {
    double greatest = Double.NEGATIVE_INFINITY;
    int n = 0;
    for (double hour : hours) {
      if (!Double.isNaN(hour)) {
        greatest = Math.max(greatest, hour);
        n++;
      }
    }
    return Capture.enough(n, hours.length) ? greatest : Double.NaN;
  }
}
