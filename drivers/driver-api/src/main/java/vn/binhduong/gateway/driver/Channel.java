package vn.binhduong.gateway.driver;

import java.util.regex.Pattern;

/// One quantity of a device: its name, unit and physical range.
///
/// Declare channels as constants and emit through them, so that a name is written once:
///
///     static final Channel PM25 = new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5, atmospheric");
///     sink.emit(now, PM25.reading(23.4), PM10.bad(Quality.BAD_SENSOR));
///
/// @param name 1 to 32 characters of `a-z 0-9 _`, beginning with a letter (it becomes the last part of a SenML name);
///   a suffix `.min .max .n .sd` is reserved for the host, see [#aggregate]
/// @param unit canonical unit of every value
/// @param min least value the instrument can mean; a value below it becomes UNCERTAIN_RANGE
/// @param max greatest value the instrument can mean
/// @param doc one phrase for people
public record Channel(String name, Unit unit, double min, double max, String doc) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}([.](min|max|n|sd))?");

  public Channel {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "channel name: expected 1 to 32 characters of a-z 0-9 _ beginning with a letter, found '%s'"
              .formatted(name));
    }
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "channel %s: expected min <= max, found %s > %s".formatted(name, min, max));
    }
  }

  /// The channel that carries one aggregate of this one over a window of time; the mean travels
  /// under the name of the channel itself. For the host, not for drivers.
  public Channel aggregate(Aggregate kind) {
    return switch (kind) {
      case MIN -> new Channel(name + ".min", unit, min, max, doc);
      case MAX -> new Channel(name + ".max", unit, min, max, doc);
      case N -> new Channel(name + ".n", Unit.COUNT, 0, Double.POSITIVE_INFINITY, doc);
      case SD -> new Channel(name + ".sd", unit, 0, max - min, doc);
    };
  }

  /// Whether this carries an aggregate of another channel.
  public boolean isAggregate() {
    return name.indexOf('.') >= 0;
  }

  /// What a window of readings is condensed to, beside its mean.
  public enum Aggregate {
    /// Least value.
    MIN,
    /// Greatest value.
    MAX,
    /// Number of usable readings.
    N,
    /// Standard deviation of the population.
    SD
  }

  /// A usable reading of this channel; `value` must be finite.
  public Reading reading(double value) {
    return new Reading(this, value, Quality.GOOD);
  }

  /// A reading that carries no value; `quality` must be bad.
  public Reading bad(Quality quality) {
    return new Reading(this, Double.NaN, quality);
  }
}
