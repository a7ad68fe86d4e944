package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import vn.binhduong.gateway.ioc.standin.Mosquitto;

/// How long the program needs from its start to the first durable sample and to the first PUBACK:
/// on an empty directory, on the segments of sixty days, and on a gigabyte that a SIGKILL left
/// behind.
final class Starts {
  private static final int TIMES = 5;

  /// Sixty days, a segment every six hours, a megabyte each.
  private static final int SIXTY_DAYS_MIB = 240;

  private static final int LARGE_MIB = 1024;

  private Starts() {}

  static void measure(Path directory, Mosquitto broker, List<String> gateway)
      throws IOException, InterruptedException {
    System.out.printf("%nStart of the program, median of %d, milliseconds%n", TIMES);
    System.out.printf("%-44s %10s %10s %10s %10s%n", "", "durable", "PUBACK", "segments", "MiB");
    row("empty directory", directory.resolve("empty"), 0, 1, broker, gateway);
    row("60 days of segments", directory.resolve("days"), SIXTY_DAYS_MIB, 1, broker, gateway);
    row("1 GiB, after a SIGKILL", directory.resolve("large"), LARGE_MIB, 16, broker, gateway);
  }

  private static void row(
      String what,
      Path directory,
      int mebibytes,
      int segmentMib,
      Mosquitto broker,
      List<String> gateway)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(directory.resolve("data"));
    if (mebibytes > 0) {
      try (Child filler =
          Child.java(
              List.of("-Xmx512m"),
              Filler.class.getName(),
              data.toString(),
              Integer.toString(mebibytes),
              Integer.toString(segmentMib))) {
        filler.await(Filler.FULL);
        filler.kill();
      }
    }
    Path config = directory.resolve("gateway.yaml");
    Files.writeString(
        config,
        """
        gateway: {id: START, data-directory: "%s", profile: demo}
        store: {commit-interval: 250ms, budget-mib: 65536, free-floor-mib: 0}
        uplink: {broker: "%s", batch-interval: 0ms}
        metrics: {port: 0}
        devices:
          wx1: {driver: sim-weather, every: 100ms, settings: {seed: 1}}
        """
            .formatted(data, broker.uri("mqtt")));
    long[] durable = new long[TIMES];
    long[] acknowledged = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      if (mebibytes == 0) {
        empty(data);
      }
      try (Child child = new Child(Bench.run(gateway, config))) {
        durable[i] = child.await("the first sample is durable").after().toMillis();
        acknowledged[i] = child.await("the first sample is acknowledged").after().toMillis();
        child.kill();
      }
    }
    System.out.printf(
        "%-44s %10d %10d %10d %10d%n",
        what, median(durable), median(acknowledged), segments(data), bytes(data) >> 20);
    empty(data);
  }

  private static long median(long... values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static long segments(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("segments"))) {
      return files.filter(file -> file.toString().endsWith(".db")).count();
    }
  }

  private static long bytes(Path data) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static void empty(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(data)) {
          Files.delete(file);
        }
      }
    }
  }
}
