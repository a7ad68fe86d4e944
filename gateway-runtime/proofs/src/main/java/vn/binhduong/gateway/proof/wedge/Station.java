package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.binhduong.gateway.Gateway;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Loaded;

/// A whole gateway within this process, with simulated instruments that write the truth down.
final class Station implements AutoCloseable {
  /// First level of every topic.
  static final String TOPIC_ROOT = "wedge";

  /// Devices whose every sample is known from a truth log.
  private final List<String> measured;

  private final String id;
  private final Path directory;
  private final Gateway gateway;

  /// Uplink settings of a gateway that is quick to notice and quick to come back.
  private static final Map<String, String> QUICK =
      Map.of(
          "batch-interval", "100ms",
          "refresh", "1s",
          "connect-timeout", "3s",
          "progress-timeout", "3s",
          "reconnect-first", "100ms",
          "reconnect-max", "1s",
          "stable-after", "5s",
          "keep-alive", "5s",
          "live-lag", "1s");

  /// Starts one.
  ///
  /// @param broker `mqtt://host:port`
  /// @param quiet whether it measures so seldom that there are pauses of some seconds
  /// @param uplink settings other than the quick ones
  Station(
      String id,
      Path directory,
      long seed,
      String broker,
      boolean quiet,
      Map<String, String> uplink)
      throws IOException, InterruptedException {
    this.id = id;
    this.directory = Files.createDirectories(directory);
    this.measured = quiet ? List.of("air1") : List.of("air1", "snd1");
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(file, yaml(seed, broker, quiet, uplink));
    ConfigLoader loader = new ConfigLoader(Catalogue.of(Station.class.getClassLoader()));
    gateway =
        switch (loader.load(file, directory.resolve("data"))) {
          case Loaded.Failed failed ->
              throw new IllegalStateException(id + ": " + failed.problems());
          case Loaded.Ready ready -> Gateway.start(ready.configuration(), file, reason -> {});
        };
  }

  private String yaml(long seed, String broker, boolean quiet, Map<String, String> uplink) {
    Map<String, String> settings = new TreeMap<>(QUICK);
    settings.putAll(uplink);
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        """
        gateway: {id: %s, data-directory: "%s", profile: demo}
        store: {commit-interval: 200ms}
        control: {socket: "%s"}
        metrics: {port: 0}
        uplink:
          broker: "%s"
          topic-root: %s
        """
            .formatted(
                id,
                directory.resolve("data"),
                directory.resolve("control.sock"),
                broker,
                TOPIC_ROOT));
    settings.forEach((key, value) -> yaml.append("  %s: %s\n".formatted(key, value)));
    yaml.append("devices:\n");
    yaml.append(device("air1", "sim-air", quiet ? "3s" : "200ms", seed));
    if (!quiet) {
      yaml.append(device("snd1", "sim-sound", "250ms", seed + 1));
    }
    yaml.append(
        "  dust1: {driver: sim-air, every: %s, settings: {seed: %d, fault-file: \"%s\"}}\n"
            .formatted(quiet ? "3s" : "500ms", seed + 2, faultFile()));
    return yaml.toString();
  }

  private String device(String device, String driver, String every, long seed) {
    return "  %s: {driver: %s, every: %s, settings: {seed: %d, truth-log: \"%s\"}}\n"
        .formatted(device, driver, every, seed, truthLog(device));
  }

  String id() {
    return id;
  }

  List<String> measured() {
    return measured;
  }

  private Path truthLog(String device) {
    return directory.resolve(device + ".truth.jsonl");
  }

  private Path faultFile() {
    return directory.resolve("dust1.fault");
  }

  List<Path> truthLogs() {
    return measured.stream().map(this::truthLog).toList();
  }

  /// An instrument is unplugged, or plugged in again: an event either way.
  void unplug(boolean unplugged) throws IOException {
    if (unplugged) {
      Files.writeString(faultFile(), "drop-out");
    } else {
      Files.deleteIfExists(faultFile());
    }
  }

  /// Threads of the MQTT client of this gateway; they bear its id.
  List<String> clientThreads() {
    List<String> threads = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("MQTT") && thread.getName().contains(id)) {
        threads.add(thread.getName());
      }
    }
    return threads;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
