package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import vn.binhduong.gateway.ioc.standin.Mosquitto;

/// What it costs to be managed: the same gateway without and with an LwM2M server that observes it,
/// by turns. Each start is on an empty directory.
final class Management {
  private static final int TIMES = 3;
  private static final String ENDPOINT = "MANAGED";

  /// How long after the start it is looked at: classes are loaded, code is compiled.
  private static final Duration REST = Duration.ofSeconds(20);

  private final double[] rssMib = new double[TIMES];
  private final double[] threads = new double[TIMES];
  private final double[] durable = new double[TIMES];
  private final double[] registered = new double[TIMES];

  private Management() {}

  static void measure(Path directory, Mosquitto broker, List<String> gateway)
      throws IOException, InterruptedException {
    Path key = Files.createDirectories(directory).resolve("management.psk");
    Management off = new Management();
    Management on = new Management();
    try (Child server =
        Child.java(
            List.of("-XX:+UseSerialGC", "-Xmx64m"),
            ManagementServer.class.getName(),
            key.toString(),
            ENDPOINT)) {
      String said = server.await(ManagementServer.LISTENING).text();
      String section =
          "management: {server: \"coaps://127.0.0.1:%s\", psk-identity: %s, psk-file: \"%s\"}%n"
              .formatted(said.substring(ManagementServer.LISTENING.length()), ENDPOINT, key);
      for (int i = 0; i < TIMES; i++) {
        off.run(i, directory.resolve("off-" + i), "", broker, gateway);
        on.run(i, directory.resolve("on-" + i), section, broker, gateway);
      }
    }
    System.out.printf(
        "%nManagement (LwM2M over DTLS), median of %d, %d s after the start%n",
        TIMES, REST.toSeconds());
    System.out.printf(
        "%-44s %10s %10s %12s %14s%n", "", "RSS MiB", "threads", "durable ms", "registered ms");
    off.print("management off", "-");
    on.print("management on", "%.0f".formatted(median(on.registered)));
  }

  private void run(int time, Path directory, String section, Mosquitto broker, List<String> gateway)
      throws IOException, InterruptedException {
    Path config = Files.createDirectories(directory).resolve("gateway.yaml");
    Files.writeString(
        config,
        """
        gateway: {id: %s, data-directory: "%s", profile: demo}
        store: {commit-interval: 250ms}
        uplink: {broker: "%s", batch-interval: 0ms}
        metrics: {port: 0}
        %sdevices:
          wx1: {driver: sim-weather, every: 1s, settings: {seed: 1}}
          air1: {driver: sim-air, every: 1s, settings: {seed: 2}}
          lane1: {driver: sim-traffic, settings: {seed: 3}}
        """
            .formatted(ENDPOINT, directory.resolve("data"), broker.uri("mqtt"), section));
    try (Child child = new Child(Bench.run(gateway, config))) {
      durable[time] = child.await("the first sample is durable").after().toMillis();
      if (!section.isEmpty()) {
        registered[time] = child.await("management: registered at").after().toMillis();
      }
      Thread.sleep(REST);
      ProcessFigures used = child.figures();
      rssMib[time] = used.rssMib();
      threads[time] = used.threads();
    }
  }

  private void print(String what, String registration) {
    System.out.printf(
        "%-44s %10.1f %10.0f %12.0f %14s%n",
        what, median(rssMib), median(threads), median(durable), registration);
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
