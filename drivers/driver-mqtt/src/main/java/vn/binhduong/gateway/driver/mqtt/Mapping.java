package vn.binhduong.gateway.driver.mqtt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// What the messages of a system mean. Written as YAML, one file per system or model.
///
/// @param maker of the system
/// @param model of the system
/// @param doc one sentence for people
/// @param source where its messages are documented
/// @param select pointer to what names the device, for topics that several share
/// @param sourceId pointer to what names the message, by which a repeated one is known
/// @param time pointer to when it was measured, only to judge its age
/// @param counter pointer to a number that grows by one with each message
/// @param channels the values
public record Mapping(
    @Option(doc = "Maker of the system.", example = "Example", max = "64") String maker,
    @Option(doc = "Model of the system.", example = "Counter", max = "64") String model,
    @Option(doc = "One sentence for people.", optional = true, max = "500") @Nullable String doc,
    @Option(doc = "Where its messages are documented.", optional = true, max = "500")
        @Nullable String source,
    @Option(
            doc = "JSON pointer to what names the device, where several share a topic.",
            optional = true,
            max = "256",
            example = "/deviceInfo/devEui")
        @Nullable String select,
    @Option(
            doc =
                "JSON pointer to what names the message; one whose id was among the last 1024 is"
                    + " dropped.",
            optional = true,
            max = "256",
            example = "/deduplicationId")
        @Nullable String sourceId,
    @Option(
            doc =
                "JSON pointer to when it was measured (RFC 3339, or seconds or milliseconds since"
                    + " 1970), only to drop what is too old.",
            optional = true,
            max = "256",
            example = "/time")
        @Nullable String time,
    @Option(
            doc = "JSON pointer to a whole number that grows by one with each message.",
            optional = true,
            max = "256",
            example = "/fCnt")
        @Nullable String counter,
    @Option(doc = "The values.", min = "1", max = "64") List<MappedValue> channels) {

  private static final int CHANNELS_MAX = 64;

  public Mapping {
    channels = List.copyOf(channels);
    var wrong = new ArrayList<String>();
    check("select", select, wrong);
    check("source-id", sourceId, wrong);
    check("time", time, wrong);
    check("counter", counter, wrong);
    if (channels.isEmpty() || channels.size() > CHANNELS_MAX) {
      wrong.add("channels: expected 1 to %d, found %d".formatted(CHANNELS_MAX, channels.size()));
    }
    var names = new HashSet<String>();
    for (MappedValue value : channels) {
      if (!names.add(value.channel())) {
        wrong.add("channels: two are named '" + value.channel() + "'");
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "mapping of %s %s: %s".formatted(maker, model, String.join("; ", wrong)));
    }
  }

  /// The values that one device has, by the order of the mapping.
  ///
  /// @param chosen names of its channels; empty: all of the mapping
  /// @throws IllegalArgumentException when one is not of this mapping, or named twice
  List<MappedValue> valuesFor(List<String> chosen) {
    List<String> known = channels.stream().map(MappedValue::channel).toList();
    for (String name : chosen) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("channels: %s is none of %s".formatted(name, known));
      }
    }
    if (new HashSet<>(chosen).size() != chosen.size()) {
      throw new IllegalArgumentException("channels: one is named twice in " + chosen);
    }
    return channels.stream()
        .filter(value -> chosen.isEmpty() || chosen.contains(value.channel()))
        .toList();
  }

  /// The pointer of a key, or null where there is none.
  static @Nullable Pointer pointer(@Nullable String text) {
    return text == null ? null : Pointer.of(text);
  }

  private static void check(String key, @Nullable String text, ArrayList<String> wrong) {
    try {
      pointer(text);
    } catch (IllegalArgumentException e) {
      wrong.add(key + ": " + e.getMessage());
    }
  }
}
