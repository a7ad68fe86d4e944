package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.DriverSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.settings.Settings;

/// A driver as its factory describes it.
///
/// @param catalogue tells which links serve it
record ListedDriver(Catalogue catalogue, DriverFactory<?> factory) {
  /// Channels named in a list; the others are counted.
  private static final int CHANNELS_SHOWN = 4;

  /// Where a driver or kind of link came from: `driver-serial`, `drivers.d/my.jar`.
  static String from(DriverSource source) {
    return source.added() ? "drivers.d/" + source.name() : source.name();
  }

  /// The types of link it reads through, or how it does without.
  String through() {
    return switch (factory.transport()) {
      case Transport.OnLink onLink -> String.join(", ", catalogue.linksOf(onLink));
      case Transport.Direct(String way) -> "no link (" + way + ")";
      case Transport.Unstated() -> "-";
    };
  }

  /// What it was seen to work with; `-` where nothing is claimed.
  String seen() {
    return factory.verification().isEmpty()
        ? "-"
        : new TreeSet<>(factory.verification())
            .stream()
                .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
  }

  /// The first channels by name.
  String channels() {
    List<Channel> channels = factory.channels();
    if (channels.isEmpty()) {
      return "as set or found";
    }
    int left = channels.size() - CHANNELS_SHOWN;
    return channels.stream()
            .limit(CHANNELS_SHOWN)
            .map(Channel::name)
            .collect(Collectors.joining(", "))
        + (left > 0 ? " and %d more".formatted(left) : "");
  }

  ObjectNode json() {
    ObjectNode node = json(factory.type(), factory).put("instrument", factory.instrument());
    ObjectNode transport = node.putObject("transport");
    switch (factory.transport()) {
      case Transport.OnLink onLink -> {
        ArrayNode links = transport.put("kind", "link").putArray("links");
        catalogue.linksOf(onLink).forEach(links::add);
      }
      case Transport.Direct(String way) -> transport.put("kind", "direct").put("way", way);
      case Transport.Unstated() -> transport.put("kind", "unstated");
    }
    ArrayNode channels = node.putArray("channels");
    for (Channel channel : factory.channels()) {
      channels
          .addObject()
          .put("name", channel.name())
          .put("unit", channel.unit().symbol())
          .put("min", channel.min())
          .put("max", channel.max())
          .put("doc", channel.doc());
    }
    ArrayNode seen = node.putArray("verification");
    new TreeSet<>(factory.verification()).forEach(each -> seen.add(each.name()));
    return node;
  }

  /// What there is to say of a driver and of a kind of link alike.
  static ObjectNode json(String type, Object factory) {
    DriverSource source = DriverSource.of(factory);
    return Asking.JSON
        .createObjectNode()
        .put("type", type)
        .put("from", source.name())
        .put("version", source.version())
        .put("added", source.added());
  }

  /// The same with the JSON Schema of its settings.
  static ObjectNode withSettings(ObjectNode node, Class<? extends Record> record, String type)
      throws JsonProcessingException {
    node.set("settings", Asking.JSON.readTree(Settings.standard().schema(record, type)));
    return node;
  }
}
