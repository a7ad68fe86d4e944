package vn.binhduong.gateway.uplink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settings of tests: everything as it stands in the sample file, but quick. What a test changes is
/// a field.
final class TestSettings {
  private final URI broker;
  UplinkSettings.Encoding encoding = UplinkSettings.Encoding.JSON;
  boolean compress;
  UplinkSettings.Ack ack = UplinkSettings.Ack.BROKER;
  Duration resendAfter = Duration.ofSeconds(1);
  @Nullable String username;
  @Nullable Path passwordFile;
  @Nullable Path caFile;
  @Nullable Path certificateFile;
  @Nullable Path keyFile;
  boolean allowPlaintext = true;
  Duration connectTimeout = Duration.ofSeconds(3);
  Duration progressTimeout = Duration.ofSeconds(3);
  Duration batchInterval = Duration.ofMillis(20);
  int batchSamples = 200;
  int monthBudgetMib;
  Duration unsyncedHold = Duration.ofSeconds(10);
  Duration refresh = Duration.ofSeconds(2);

  TestSettings(URI broker) {
    this.broker = broker;
  }

  static TestSettings on(int port) {
    return new TestSettings(URI.create("mqtt://127.0.0.1:" + port));
  }

  /// TLS with this authority; the name is `localhost`.
  static TestSettings tls(int port, Path authority) {
    TestSettings settings = new TestSettings(URI.create("mqtts://localhost:" + port));
    settings.caFile = authority;
    settings.allowPlaintext = false;
    settings.connectTimeout = Duration.ofSeconds(15);
    return settings;
  }

  TestSettings as(Pki.Identity identity) {
    certificateFile = identity.certificate();
    keyFile = identity.key();
    return this;
  }

  UplinkSettings make() {
    return new UplinkSettings(
        broker,
        "bd",
        encoding,
        compress,
        ack,
        resendAfter,
        null,
        username,
        passwordFile,
        caFile,
        certificateFile,
        keyFile,
        allowPlaintext,
        connectTimeout,
        Duration.ofSeconds(60),
        progressTimeout,
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        batchInterval,
        batchSamples,
        120,
        32,
        50,
        0,
        monthBudgetMib,
        1,
        Duration.ofSeconds(1),
        unsyncedHold,
        refresh,
        CommandSettings.DEFAULTS);
  }
}
