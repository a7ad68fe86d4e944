package vn.binhduong.gateway.driver.mqtt;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.UnitSymbols;

/// One value of a message: where it stands and what it means.
///
/// It is `raw * scale + offset`, computed in decimal and rounded once, so that raw 283 and scale
/// 0.1 give exactly the `double` written 28.3.
///
/// @param channel name of the channel
/// @param path JSON pointer (RFC 6901)
/// @param type how the message holds the number
/// @param unit SenML symbol
/// @param min least value the instrument can mean
/// @param max greatest value the instrument can mean
/// @param scale what one step of the raw value means, in `unit`; not zero
/// @param offset what raw zero means, in `unit`
/// @param invalid raw values with which the system says that it cannot measure
/// @param doc one phrase for people
public record MappedValue(
    @Option(doc = "Name of the channel.", pattern = "[a-z][a-z0-9_]{0,31}", example = "temperature")
        String channel,
    @Option(
            doc = "Where the value stands: a JSON pointer (RFC 6901).",
            max = "256",
            example = "/object/temperature")
        String path,
    @Option(
            doc = "How the message holds it: number, or decimal (a text such as \"-12.5\").",
            fallback = "number")
        ValueType type,
    @Option(doc = "SenML unit symbol.", example = "Cel") String unit,
    @Option(doc = "Least value the instrument can mean, in the unit.", example = "-40") double min,
    @Option(doc = "Greatest value the instrument can mean, in the unit.", example = "85")
        double max,
    @Option(doc = "What one step of the raw value means, in the unit.", fallback = "1")
        double scale,
    @Option(doc = "What raw zero means, in the unit.", fallback = "0") double offset,
    @Option(doc = "Raw values (before scale) that mean 'cannot measure'.", max = "16")
        List<Double> invalid,
    @Option(doc = "One phrase for people.", optional = true, max = "200") @Nullable String doc) {

  public MappedValue {
    invalid = List.copyOf(invalid);
    var wrong = new ArrayList<String>();
    try {
      new Channel(channel, new Unit(unit), min, max, words(channel, doc));
    } catch (IllegalArgumentException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    try {
      Pointer.of(path);
    } catch (IllegalArgumentException e) {
      wrong.add("path: " + e.getMessage());
    }
    if (!UnitSymbols.known(unit)) {
      wrong.add(
          "unit: expected a SenML symbol, found '%s'%s".formatted(unit, UnitSymbols.hint(unit)));
    }
    if (!Double.isFinite(scale) || scale == 0) {
      wrong.add("scale: expected a number that is not zero, found " + scale);
    }
    if (!Double.isFinite(offset)) {
      wrong.add("offset: expected a finite number, found " + offset);
    }
    if (!invalid.stream().allMatch(Double::isFinite)) {
      wrong.add("invalid: expected finite numbers, found " + invalid);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "channel '%s': %s".formatted(channel, String.join("; ", wrong)));
    }
  }

  /// Where it stands.
  Pointer pointer() {
    return Pointer.of(path);
  }

  /// The channel it is read into.
  Channel toChannel() {
    return new Channel(channel, new Unit(unit), min, max, words(channel, doc));
  }

  /// What the value means; NaN where it means that it cannot be measured, or is no number, see
  /// [#fault].
  double value(@Nullable Found found) {
    BigDecimal raw = found == null ? null : type.number(found);
    if (raw == null) {
      return Double.NaN;
    }
    for (double marker : invalid) {
      if (raw.compareTo(BigDecimal.valueOf(marker)) == 0) {
        return Double.NaN;
      }
    }
    double value =
        raw.multiply(BigDecimal.valueOf(scale)).add(BigDecimal.valueOf(offset)).doubleValue();
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /// Why there is no number, or null where there is one. Never what stands there instead.
  @Nullable String fault(@Nullable Found found) {
    if (found == null) {
      return "%s: the message does not have it".formatted(path);
    }
    return type.number(found) != null
        ? null
        : "%s: expected %s, found %s".formatted(path, type.expected(), found.kind().words());
  }

  private static String words(String channel, @Nullable String doc) {
    return doc == null || doc.isBlank() ? channel.replace('_', ' ') : doc;
  }
}
