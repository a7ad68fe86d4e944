package vn.binhduong.gateway.ioc;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How a consumer reaches the broker and how it behaves.
///
/// @param broker `tcp://host:port` or `ssl://host:port`
/// @param clientId MQTT client id; must stay the same over restarts, since the session is kept
/// @param topicRoot first level of every topic
/// @param group share group: consumers of one group divide the messages among them; null for a
///   consumer that takes all by itself
/// @param username null for none
/// @param password null for none
/// @param tls for `ssl://`; null means the JDK's own
/// @param sessionExpiry how long the broker keeps the session, and what it has not delivered, while
///   the consumer is away
/// @param holeAge a hole older than this is asked for
/// @param requestExpiry a request that the gateway has not seen within this is void
/// @param acknowledgeEvery how often durable acknowledgements (`ack/<dev>`) are published when they
///   changed; zero means never
public record ConsumerSettings(
    String broker,
    String clientId,
    String topicRoot,
    @Nullable String group,
    @Nullable String username,
    @Nullable String password,
    @Nullable SSLContext tls,
    Duration sessionExpiry,
    Duration holeAge,
    Duration requestExpiry,
    Duration acknowledgeEvery) {
  public ConsumerSettings {
    if (clientId.isEmpty() || clientId.length() > 64) {
      throw new IllegalArgumentException(
          "client id: expected 1 to 64 characters, found '%s'".formatted(clientId));
    }
    requireAtLeast("session expiry", sessionExpiry, Duration.ofSeconds(1));
    requireAtLeast("hole age", holeAge, Duration.ofMillis(100));
    requireAtLeast("request expiry", requestExpiry, Duration.ofSeconds(1));
    requireAtLeast("acknowledge every", acknowledgeEvery, Duration.ZERO);
  }

  /// The settings of the contract: session kept 24 h, holes asked for after 5 min, no durable
  /// acknowledgement.
  ///
  /// @param broker `tcp://host:port` or `ssl://host:port`
  public static ConsumerSettings of(String broker, String clientId, String topicRoot) {
    return new ConsumerSettings(
        broker,
        clientId,
        topicRoot,
        "ioc",
        null,
        null,
        null,
        Duration.ofHours(24),
        Duration.ofMinutes(5),
        Duration.ofMinutes(1),
        Duration.ZERO);
  }

  /// The same without a share group: it takes all messages by itself.
  public ConsumerSettings alone() {
    return new ConsumerSettings(
        broker,
        clientId,
        topicRoot,
        null,
        username,
        password,
        tls,
        sessionExpiry,
        holeAge,
        requestExpiry,
        acknowledgeEvery);
  }

  /// The same, asking for holes older than `age`.
  public ConsumerSettings withHoleAge(Duration age) {
    return new ConsumerSettings(
        broker,
        clientId,
        topicRoot,
        group,
        username,
        password,
        tls,
        sessionExpiry,
        age,
        requestExpiry,
        acknowledgeEvery);
  }

  /// The same, with durable acknowledgements.
  public ConsumerSettings acknowledging(Duration every) {
    return new ConsumerSettings(
        broker,
        clientId,
        topicRoot,
        group,
        username,
        password,
        tls,
        sessionExpiry,
        holeAge,
        requestExpiry,
        every);
  }

  private static void requireAtLeast(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "%s: expected at least %s, found %s".formatted(name, least, value));
    }
  }
}
