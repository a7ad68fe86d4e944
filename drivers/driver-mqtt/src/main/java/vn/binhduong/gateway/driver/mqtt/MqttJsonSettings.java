package vn.binhduong.gateway.driver.mqtt;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// One device behind an MQTT broker on site.
///
/// @param broker `mqtt://host` or `mqtts://host`, with a port where it is not 1883 or 8883
/// @param caFile PEM certificates of who may sign the broker's, with `mqtts://`; null: those of
///   Java
/// @param allowPlaintext whether `mqtt://` may leave this machine
/// @param username null: anonymous
/// @param password null: none
/// @param clientId null: made up anew for each connection
/// @param topic filter of the topics to subscribe to
/// @param profile what the messages mean
/// @param selected what stands at the `select` of the profile in messages of this device
/// @param channels the channels this device has; empty: all of the profile
/// @param retained what becomes of retained messages
/// @param ageMax greatest age of a message, by the `time` of the profile
/// @param longestSilence longest time without a sample that is still healthy
/// @param connectTimeout longest time to connect and subscribe
/// @param keepAlive longest time without a packet, before the broker is asked whether it is there
public record MqttJsonSettings(
    @Option(
            doc = "Address of the broker: mqtt:// or mqtts://, host, and port unless 1883 or 8883.",
            example = "mqtt://127.0.0.1:1883")
        URI broker,
    @Option(
            doc =
                "PEM file with the certificates of who signed the broker's, with mqtts://; none:"
                    + " the list of Java.",
            optional = true)
        @Nullable Path caFile,
    @Option(
            doc =
                "Whether mqtt://, which anyone on the way can read and forge, may leave this machine.",
            fallback = "false")
        boolean allowPlaintext,
    @Option(doc = "User name; none: anonymous.", optional = true, max = "255")
        @Nullable String username,
    @Option(doc = "Password.", optional = true, secret = true, max = "255")
        @Nullable String password,
    @Option(
            doc = "Client identifier, where the broker wants a certain one; none: one of its own.",
            optional = true,
            pattern = "[0-9A-Za-z_-]{1,64}")
        @Nullable String clientId,
    @Option(
            doc = "Filter of the topics to subscribe to; + is any one level, # any rest.",
            min = "1",
            max = "1024",
            example = "application/+/device/24e124136b502217/event/up")
        String topic,
    @Option(
            doc = "What the messages mean: the name of a profile, or the mapping itself.",
            profiles = "mqtt-json",
            example = "chirpstack")
        Mapping profile,
    @Option(
            doc =
                "What stands at the select of the profile in messages of this device; others are not its.",
            optional = true,
            max = "255",
            example = "24e124136b502217")
        @Nullable String selected,
    @Option(doc = "The channels of the profile that this device has; none: all.", max = "64")
        List<String> channels,
    @Option(
            doc =
                "Messages that the broker kept (retained): ignore, for they are no events, or accept.",
            fallback = "ignore")
        Retained retained,
    @Option(
            doc = "Messages older than this are dropped, by the time of the profile.",
            fallback = "10min",
            min = "1s",
            max = "30d")
        Duration ageMax,
    @Option(
            doc = "Longest time without a sample; after it the device is opened again.",
            fallback = "1h",
            min = "1s",
            max = "30d")
        Duration longestSilence,
    @Option(
            doc = "Longest time to connect and subscribe.",
            fallback = "10s",
            min = "1s",
            max = "2min")
        Duration connectTimeout,
    @Option(
            doc =
                "After this time without a packet the broker is asked whether it is there; after as"
                    + " much again it is lost.",
            fallback = "30s",
            min = "1s",
            max = "10min")
        Duration keepAlive) {

  public MqttJsonSettings {
    channels = List.copyOf(channels);
    profile.valuesFor(channels);
    var wrong = new ArrayList<String>();
    String scheme = String.valueOf(broker.getScheme());
    if (!scheme.equals("mqtt") && !scheme.equals("mqtts")) {
      wrong.add("broker: expected mqtt:// or mqtts://, found '%s'".formatted(scheme));
    } else if (broker.getHost() == null) {
      wrong.add("broker: expected a host after %s://".formatted(scheme));
    } else if (broker.getUserInfo() != null) {
      wrong.add("broker: expected no user in it; there are username and password");
    } else if (!String.valueOf(broker.getPath()).matches("/?") || broker.getQuery() != null) {
      wrong.add("broker: expected nothing after host and port");
    } else if (scheme.equals("mqtt") && !allowPlaintext && !isLoopback(broker.getHost())) {
      wrong.add(
          "broker: %s is not encrypted; use mqtts://, or set allow-plaintext: true"
              .formatted(broker));
    }
    if (caFile != null && !scheme.equals("mqtts")) {
      wrong.add("ca-file: only mqtts:// needs it");
    }
    if (password != null && username == null) {
      wrong.add("password: needs a username");
    }
    if (!isFilter(topic)) {
      wrong.add(
          "topic: expected a filter in which + and # are whole levels and # is the last one, found '%s'"
              .formatted(topic));
    }
    if (selected != null && profile.select() == null) {
      wrong.add("selected: the profile has no select");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return "MqttJsonSettings[%s, %s]".formatted(broker, topic);
  }

  boolean encrypted() {
    return "mqtts".equals(broker.getScheme());
  }

  /// Host and port, for messages.
  String address() {
    return broker.getHost() + ":" + port();
  }

  int port() {
    return broker.getPort() >= 0 ? broker.getPort() : encrypted() ? 8883 : 1883;
  }

  /// The values this device has.
  List<MappedValue> values() {
    return profile.valuesFor(channels);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static boolean isFilter(String topic) {
    String[] levels = topic.split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      boolean wild = levels[i].contains("+") || levels[i].contains("#");
      if (wild && levels[i].length() > 1) {
        return false;
      }
      if (levels[i].equals("#") && i < levels.length - 1) {
        return false;
      }
    }
    return topic.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(topic);
  }
}
