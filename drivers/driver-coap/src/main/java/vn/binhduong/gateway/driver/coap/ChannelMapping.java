package vn.binhduong.gateway.driver.coap;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.UnitSymbols;

/// One quantity of a node: the name it sends and the channel it becomes.
///
/// Its value is `raw * scale + offset`, computed in decimal and rounded once.
///
/// @param name SenML name with its base name; for a plain number not looked at
/// @param channel name of the channel
/// @param unit SenML symbol of the channel
/// @param min least value the instrument can mean
/// @param max greatest value the instrument can mean
/// @param scale what one step of the sent number means; not zero
/// @param offset what a sent zero means
/// @param sentUnit the unit the node has to name where it names one; null: `unit`
/// @param doc one phrase for people
public record ChannelMapping(
    @Option(
            doc = "Name as the node sends it, with its base name.",
            pattern = "[A-Za-z0-9][-A-Za-z0-9:./_]{0,254}",
            example = "temperature")
        String name,
    @Option(doc = "Name of the channel.", pattern = "[a-z][a-z0-9_]{0,31}", example = "temperature")
        String channel,
    @Option(doc = "SenML unit symbol of the channel.", example = "Cel") String unit,
    @Option(doc = "Least value the instrument can mean, in the unit.", example = "-40") double min,
    @Option(doc = "Greatest value the instrument can mean, in the unit.", example = "85")
        double max,
    @Option(doc = "What one step of the sent number means, in the unit.", fallback = "1")
        double scale,
    @Option(doc = "What a sent zero means, in the unit.", fallback = "0") double offset,
    @Option(
            doc = "Unit symbol that the node sends, where it sends one; otherwise as `unit`.",
            optional = true,
            max = "32")
        @Nullable String sentUnit,
    @Option(doc = "One phrase for people.", optional = true, max = "200") @Nullable String doc) {

  public ChannelMapping {
    var wrong = new ArrayList<String>();
    try {
      new Channel(channel, new Unit(unit), min, max, words(channel, doc));
    } catch (IllegalArgumentException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    if (!UnitSymbols.known(unit)) {
      wrong.add("unit: expected a SenML symbol such as Cel, %RH, hPa, found '" + unit + "'");
    }
    if (!Double.isFinite(scale) || scale == 0) {
      wrong.add("scale: expected a number that is not zero, found " + scale);
    }
    if (!Double.isFinite(offset)) {
      wrong.add("offset: expected a finite number, found " + offset);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "channel '%s': %s".formatted(channel, String.join("; ", wrong)));
    }
  }

  Channel toChannel() {
    return new Channel(channel, new Unit(unit), min, max, words(channel, doc));
  }

  /// What a sent number means; NaN where it means nothing.
  double value(double raw) {
    if (Double.isNaN(raw)) {
      return Double.NaN;
    }
    double value =
        BigDecimal.valueOf(raw)
            .multiply(BigDecimal.valueOf(scale))
            .add(BigDecimal.valueOf(offset))
            .doubleValue();
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /// The unit a record must name where it names one.
  String expectedUnit() {
    return sentUnit == null ? unit : sentUnit;
  }

  /// Refuses names or channels that stand twice.
  static List<ChannelMapping> distinct(List<ChannelMapping> mappings) {
    if (mappings.isEmpty()) {
      throw new IllegalArgumentException("channels: expected at least one");
    }
    if (mappings.stream().map(ChannelMapping::name).distinct().count() != mappings.size()) {
      throw new IllegalArgumentException("channels: a name stands twice");
    }
    if (mappings.stream().map(ChannelMapping::channel).distinct().count() != mappings.size()) {
      throw new IllegalArgumentException("channels: a channel stands twice");
    }
    return List.copyOf(mappings);
  }

  private static String words(String channel, @Nullable String doc) {
    return doc == null || doc.isBlank() ? channel.replace('_', ' ') : doc;
  }
}
