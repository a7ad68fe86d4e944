package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import vn.binhduong.gateway.Gateway;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Loaded;

/// A place with a gateway: its configuration and its data directory.
///
/// @param directory of both
/// @param brokerPort where the broker is, or is not
/// @param topicRoot of its own, so that many can share a broker
/// @param commitInterval how often samples are committed
record Site(Path directory, int brokerPort, String topicRoot, Duration commitInterval) {
  static final String GATEWAY = "BD-GW-000077";

  /// Devices that are polled often enough to be waited for.
  static final List<String> POLLED = List.of("air1", "snd1", "wx1");

  Path data() {
    return directory.resolve("data");
  }

  Path yaml() {
    return directory.resolve("gateway.yaml");
  }

  /// Writes the configuration.
  Site written() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        yaml(),
        """
        gateway: {id: %s, data-directory: "%s", profile: demo}
        store: {commit-interval: %dms, budget-mib: 64, segment-mib: 1, free-floor-mib: 0}
        uplink:
          broker: "mqtt://127.0.0.1:%d"
          topic-root: %s
          batch-interval: 50ms
          refresh: 1s
          reconnect-first: 100ms
          reconnect-max: 500ms
        control: {socket: "%s"}
        metrics: {port: 0}
        devices:
          air1: {driver: sim-air, every: 100ms, settings: {seed: 1}}
          snd1: {driver: sim-sound, every: 100ms, settings: {seed: 2}}
          wx1: {driver: sim-weather, every: 200ms, settings: {seed: 3}}
          lane1: {driver: sim-traffic, settings: {seed: 4, vehicles-per-hour-at-peak: 7200}}
        """
            .formatted(
                GATEWAY,
                data(),
                commitInterval.toMillis(),
                brokerPort,
                topicRoot,
                directory.resolve("s")));
    return this;
  }

  /// Starts a gateway here, in this process.
  Gateway start(Consumer<String> restart) throws IOException, InterruptedException {
    Loaded loaded =
        new ConfigLoader(Catalogue.of(Gateway.class.getClassLoader())).load(yaml(), data());
    return switch (loaded) {
      case Loaded.Ready ready -> Gateway.start(ready.configuration(), yaml(), restart);
      case Loaded.Failed failed -> throw new IOException("configuration: " + failed.problems());
    };
  }
}
