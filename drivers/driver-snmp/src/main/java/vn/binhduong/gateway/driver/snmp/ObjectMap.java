package vn.binhduong.gateway.driver.snmp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import vn.binhduong.gateway.driver.Option;

/// What a device with an SNMP agent is: its objects and what they mean. Written as YAML, one file
/// per model or per MIB.
///
/// @param maker of the device
/// @param model of the device
/// @param doc one sentence for people
/// @param source where the objects are documented
/// @param maxObjects most objects one request may ask for, 1 to 64
/// @param objects what can be read
public record ObjectMap(
    @Option(doc = "Maker of the device.", example = "Example", max = "64") String maker,
    @Option(doc = "Model of the device.", example = "PS-24", max = "64") String model,
    @Option(doc = "One sentence for people.", optional = true, max = "500") @Nullable String doc,
    @Option(
            doc = "Where the objects are documented: MIB, title and version.",
            optional = true,
            max = "500")
        @Nullable String source,
    @Option(
            doc = "Most objects one request may ask for; fewer where the agent answers tooBig.",
            fallback = "20",
            min = "1",
            max = "64")
        int maxObjects,
    @Option(doc = "What can be read.", min = "1", max = "256") List<ObjectValue> objects) {

  private static final int OBJECTS_MAX = 256;

  public ObjectMap {
    objects = List.copyOf(objects);
    var wrong = new ArrayList<String>();
    if (maxObjects < 1 || maxObjects > SnmpLink.OBJECTS_MAX) {
      wrong.add(
          "max-objects: expected 1 to %d, found %d".formatted(SnmpLink.OBJECTS_MAX, maxObjects));
    }
    if (objects.isEmpty() || objects.size() > OBJECTS_MAX) {
      wrong.add("objects: expected 1 to %d, found %d".formatted(OBJECTS_MAX, objects.size()));
    }
    var channels = new HashSet<String>();
    var names = new HashSet<OID>();
    for (ObjectValue object : objects) {
      if (!channels.add(object.channel())) {
        wrong.add("objects: two have the channel '" + object.channel() + "'");
      }
      if (!names.add(object.name())) {
        wrong.add("objects: two have the oid " + object.oid());
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "objects of %s %s: %s".formatted(maker, model, String.join("; ", wrong)));
    }
  }

  /// The objects that one device has, by the order of the map.
  ///
  /// @param channels the channels it has; empty: all of the map
  /// @throws IllegalArgumentException when a channel is not of this map, or named twice
  List<ObjectValue> objectsFor(List<String> channels) {
    List<String> known = objects.stream().map(ObjectValue::channel).toList();
    for (String channel : channels) {
      if (!known.contains(channel)) {
        throw new IllegalArgumentException("channels: %s is none of %s".formatted(channel, known));
      }
    }
    if (new HashSet<>(channels).size() != channels.size()) {
      throw new IllegalArgumentException("channels: one is named twice in " + channels);
    }
    return objects.stream()
        .filter(object -> channels.isEmpty() || channels.contains(object.channel()))
        .toList();
  }
}
