package vn.binhduong.gateway.uplink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// How the gateway reaches the broker of the IOC and what it may send.
///
/// @param broker `mqtts://host[:port]`, or `mqtt://host[:port]` where plaintext is allowed
/// @param topicRoot first level of every topic
/// @param encoding form of the samples
/// @param compress whether samples are compressed with zlib
/// @param ack what counts as delivered
/// @param resendAfter with `ack: ioc`, what stays unacknowledged this long is sent again
/// @param namePrefix prefix of every SenML name; null means the gateway's id and `/`
/// @param username user name; null means none
/// @param passwordFile file that holds the password and nothing else; null means none
/// @param caFile PEM certificates that sign the broker's; null means the JDK's own list
/// @param certificateFile PEM certificate chain of this gateway; null means none
/// @param keyFile PEM PKCS#8 key of that certificate; null means none
/// @param allowPlaintext whether `mqtt://` is allowed outside the demo profile
/// @param connectTimeout bound of one attempt
/// @param keepAlive longest silence on the wire
/// @param progressTimeout longest wait for any acknowledgement while messages are in flight
/// @param reconnectFirst ceiling of the first wait between attempts
/// @param reconnectMax ceiling of every wait between attempts
/// @param stableAfter a connection this old counts as stable
/// @param batchInterval age up to which a live sample waits for others of its device
/// @param batchSamples most samples of one message
/// @param messageKib most bytes of one message, KiB
/// @param inFlight most messages sent and not acknowledged
/// @param historyShare share of the window the backlog may take, percent
/// @param historyRate most samples of backlog a second; 0 means no limit
/// @param monthBudgetMib what the connection may carry in a month, MiB; 0 means no limit
/// @param monthStarts day of the month at which it begins
/// @param liveLag live data that waits longer becomes history
/// @param unsyncedHold how long samples wait for the clock to be set
/// @param refresh how often ledgers are published when they changed
/// @param commands which commands the IOC may give
public record UplinkSettings(
    @Option(
            doc = "Address of the broker: mqtts://host[:port], port 8883 when it is left out.",
            example = "mqtts://ioc.example:8883")
        URI broker,
    @Option(doc = "First level of every topic.", fallback = "bd", pattern = "[A-Za-z0-9.-]{1,32}")
        String topicRoot,
    @Option(doc = "Form of the samples on the wire: json or cbor.", fallback = "json")
        Encoding encoding,
    @Option(doc = "Whether samples are compressed with zlib.", fallback = "false") boolean compress,
    @Option(
            doc =
                "What counts as delivered: the acknowledgement of the broker, or the durable one of"
                    + " the IOC.",
            fallback = "broker")
        Ack ack,
    @Option(
            doc =
                "With ack: ioc, what the IOC does not acknowledge within this time is sent again.",
            fallback = "10min",
            min = "10s",
            max = "1d")
        Duration resendAfter,
    @Option(
            doc = "Prefix of every SenML name; the gateway's id and a slash when it is left out.",
            optional = true,
            example = "urn:dev:ops:32473-BD-GW-000123:",
            pattern = "[A-Za-z0-9][A-Za-z0-9:._/-]{0,63}")
        @Nullable String namePrefix,
    @Option(doc = "User name for the broker.", optional = true) @Nullable String username,
    @Option(
            doc = "File that holds the password for the broker and nothing else.",
            optional = true,
            example = "/etc/edge-gateway/broker-password")
        @Nullable Path passwordFile,
    @Option(
            doc =
                "PEM file of the certificates that sign the broker's; the list of the JDK when it is"
                    + " left out.",
            optional = true,
            example = "/etc/edge-gateway/ca.pem")
        @Nullable Path caFile,
    @Option(
            doc = "PEM file of this gateway's certificate and its chain.",
            optional = true,
            example = "/etc/edge-gateway/gateway.pem")
        @Nullable Path certificateFile,
    @Option(
            doc = "PEM file (PKCS#8, RSA or EC) of the key of that certificate.",
            optional = true,
            example = "/etc/edge-gateway/gateway.key")
        @Nullable Path keyFile,
    @Option(
            doc = "Whether mqtt:// without TLS is allowed outside the demo profile.",
            fallback = "false")
        boolean allowPlaintext,
    @Option(doc = "Bound of one attempt to connect.", fallback = "15s", min = "1s", max = "2min")
        Duration connectTimeout,
    @Option(
            doc = "Longest silence on the wire before a ping; 30s on cellular links.",
            fallback = "60s",
            min = "5s",
            max = "18h")
        Duration keepAlive,
    @Option(
            doc =
                "When messages are in flight and none is acknowledged for this long, the connection"
                    + " is thrown away and made anew.",
            fallback = "30s",
            min = "1s",
            max = "10min")
        Duration progressTimeout,
    @Option(
            doc = "Greatest wait before the first new attempt; it doubles with each failure.",
            fallback = "1s",
            min = "100ms",
            max = "5min")
        Duration reconnectFirst,
    @Option(
            doc = "Greatest wait between two attempts.",
            fallback = "2min",
            min = "100ms",
            max = "1h")
        Duration reconnectMax,
    @Option(
            doc = "A connection this old counts as stable; the next wait is then the first again.",
            fallback = "1min",
            min = "1s",
            max = "1h")
        Duration stableAfter,
    @Option(
            doc =
                "Age up to which a live sample waits for others of its device to share a message.",
            fallback = "1s",
            min = "0ms",
            max = "10min")
        Duration batchInterval,
    @Option(doc = "Most samples of one message.", fallback = "1000", min = "1", max = "5000")
        int batchSamples,
    @Option(
            doc = "Most bytes of one message, KiB; the broker may demand less.",
            fallback = "120",
            min = "1",
            max = "1024")
        int messageKib,
    @Option(
            doc = "Most messages sent and not yet acknowledged; the broker may demand less.",
            fallback = "32",
            min = "1",
            max = "1024")
        int inFlight,
    @Option(
            doc = "Share of those messages that the backlog may take beside live data, percent.",
            fallback = "50",
            min = "1",
            max = "100")
        int historyShare,
    @Option(
            doc = "Most samples of backlog a second; 0 means no limit.",
            fallback = "0",
            min = "0",
            max = "1000000")
        int historyRate,
    @Option(
            doc =
                "What the connection to the broker may carry in a month in both directions, MiB; 0"
                    + " means no limit. Backlog is held back for it, live data and events never.",
            fallback = "0",
            min = "0",
            max = "1048576")
        int monthBudgetMib,
    @Option(
            doc = "Day of the month at which that month begins, in local time.",
            fallback = "1",
            min = "1",
            max = "28")
        int monthStarts,
    @Option(
            doc = "When live data waits longer than this it becomes backlog, and live starts anew.",
            fallback = "30s",
            min = "1s",
            max = "1h")
        Duration liveLag,
    @Option(
            doc =
                "How long samples wait for the clock to be set before they are sent marked UNSYNCED.",
            fallback = "10min",
            min = "0ms",
            max = "1d")
        Duration unsyncedHold,
    @Option(
            doc =
                "How often ledgers are published when they changed, and a refused topic is tried"
                    + " again.",
            fallback = "5min",
            min = "1s",
            max = "1h")
        Duration refresh,
    @Option(doc = "Which commands the IOC may give.") CommandSettings commands) {

  /// Form of the samples on the wire.
  public enum Encoding {
    /// SenML JSON, readable.
    JSON,
    /// SenML CBOR, short.
    CBOR
  }

  /// What counts as delivered.
  public enum Ack {
    /// The PUBACK of the broker.
    BROKER,
    /// The durable acknowledgement of the IOC on `ack/<dev>`.
    IOC
  }

  public UplinkSettings {
    String scheme = String.valueOf(broker.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("mqtt") || scheme.equals("mqtts")) || broker.getHost() == null) {
      throw new IllegalArgumentException(
          "broker: expected mqtts://host[:port] or mqtt://host[:port], found '%s'"
              .formatted(broker));
    }
    if ((certificateFile == null) != (keyFile == null)) {
      throw new IllegalArgumentException(
          "certificate-file and key-file: expected both or none, found only "
              + (keyFile == null ? "certificate-file" : "key-file"));
    }
    if (passwordFile != null && username == null) {
      throw new IllegalArgumentException("password-file: expected a username beside it");
    }
    if (reconnectMax.compareTo(reconnectFirst) < 0) {
      throw new IllegalArgumentException(
          "reconnect-max: expected at least reconnect-first (%s), found %s"
              .formatted(reconnectFirst, reconnectMax));
    }
  }

  /// Whether the connection is encrypted.
  public boolean encrypted() {
    return broker.getScheme().equalsIgnoreCase("mqtts");
  }

  /// The broker's port, the registered one when none is written.
  public int port() {
    return broker.getPort() >= 0 ? broker.getPort() : encrypted() ? 8883 : 1883;
  }

  /// What the link may carry in a month.
  MonthBudget month(java.time.ZoneId zone) {
    return new MonthBudget((long) monthBudgetMib << 20, monthStarts, zone);
  }

  /// Host and port, for messages.
  String address() {
    return broker.getHost() + ":" + port();
  }

  /// Every fallback, for this broker.
  public static UplinkSettings of(URI broker) {
    return new UplinkSettings(
        broker,
        "bd",
        Encoding.JSON,
        false,
        Ack.BROKER,
        Duration.ofMinutes(10),
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        1000,
        120,
        32,
        50,
        0,
        0,
        1,
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        CommandSettings.DEFAULTS);
  }
}
