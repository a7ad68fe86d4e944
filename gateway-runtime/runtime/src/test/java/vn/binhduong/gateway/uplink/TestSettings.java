package vn.binhduong.gateway.uplink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settings of tests: everything as it stands in the sample file, but quick.
final class TestSettings {
  private TestSettings() {}

  static UplinkSettings quick(URI broker) {
    return of(broker, UplinkSettings.Ack.BROKER, Duration.ofMillis(20), 200, null, null, null);
  }

  static UplinkSettings of(
      URI broker,
      UplinkSettings.Ack ack,
      Duration linger,
      int batchSamples,
      @Nullable Path caFile,
      @Nullable Path certificateFile,
      @Nullable Path keyFile) {
    return new UplinkSettings(
        broker,
        "bd",
        UplinkSettings.Encoding.JSON,
        false,
        ack,
        Duration.ofSeconds(1),
        null,
        null,
        null,
        caFile,
        certificateFile,
        keyFile,
        true,
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        linger,
        batchSamples,
        120,
        32,
        50,
        0,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        CommandSettings.DEFAULTS);
  }
}
