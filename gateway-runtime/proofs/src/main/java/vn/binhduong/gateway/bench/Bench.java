package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;

/// Runs the gateway as a device would, against a real mosquitto, beside what one would write in an
/// afternoon, and prints what the kernel says of both. Figures of one run may be compared with each
/// other; the machine is shared.
public final class Bench {
  private static final int READINGS_PER_SECOND = 210;

  /// Three weather instruments of 7 channels, ten samples a second each.
  private static final int INSTRUMENTS = READINGS_PER_SECOND / 70;

  private Bench() {}

  /// How long after the first acknowledgement the measurement begins: classes are loaded, code is
  /// compiled.
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private record Row(String what, Duration durable, Duration acknowledged, ProcessFigures used) {}

  /// Arguments: directory for everything (made anew), seconds for each measurement, then program
  /// and arguments of the gateway.
  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[0]));
    int seconds = Integer.parseInt(args[1]);
    List<String> program = List.of(args).subList(2, args.length);
    try (var broker = Mosquitto.forgetful(directory, Loopback.freePort())) {
      broker.start();
      program(directory, broker, program, seconds);
      Drain.measure(directory.resolve("drain"), broker, program);
      Starts.measure(directory.resolve("starts"), broker, program);
      Management.measure(directory.resolve("management"), broker, program);
    }
  }

  /// The program's command line for one configuration.
  static List<String> run(List<String> program, Path config) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("run", "--config", config.toString()));
    return command;
  }

  private static void program(Path directory, Mosquitto broker, List<String> program, int seconds)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String[] how :
        new String[][] {
          {"250ms", "json", "0ms"},
          {"1s", "json", "2s"},
          {"1s", "cbor", "6s"},
          {"5s", "cbor", "6s"}
        }) {
      Path own = directory.resolve("gateway-" + rows.size());
      rows.add(gateway(own, broker, program, how[0], how[1], how[2], seconds));
    }
    rows.add(afternoon(directory.resolve("afternoon"), broker, seconds));
    System.out.printf(
        "%nThe program at %d readings/s for %d s after %d s of warming up, to mosquitto on loopback%n",
        READINGS_PER_SECOND, seconds, WARM_UP.toSeconds());
    System.out.printf(
        "%-40s %12s %12s %14s %8s %14s %8s%n",
        "", "durable ms", "PUBACK ms", "CPU s/1000 r", "RSS MiB", "written B/r", "threads");
    for (Row row : rows) {
      double readings = (double) READINGS_PER_SECOND * seconds;
      System.out.printf(
          "%-40s %12s %12s %14.3f %8.0f %14.0f %8d%n",
          row.what,
          millis(row.durable),
          millis(row.acknowledged),
          row.used.cpuSeconds() * 1000 / readings,
          row.used.rssMib(),
          row.used.writtenBytes() / readings,
          row.used.threads());
    }
  }

  private static String millis(Duration duration) {
    return duration.isZero() ? "-" : Long.toString(duration.toMillis());
  }

  private static Row gateway(
      Path directory,
      Mosquitto broker,
      List<String> program,
      String commitInterval,
      String encoding,
      String batchInterval,
      int seconds)
      throws IOException, InterruptedException {
    Path config = Files.createDirectories(directory).resolve("gateway.yaml");
    var yaml =
        new StringBuilder(
            """
            gateway: {id: BENCH, data-directory: "%s", profile: demo}
            store: {commit-interval: %s}
            uplink: {broker: "%s", encoding: %s, compress: %s, batch-interval: %s}
            metrics: {port: 0}
            devices:
            """
                .formatted(
                    directory.resolve("data"),
                    commitInterval,
                    broker.uri("mqtt"),
                    encoding,
                    encoding.equals("cbor"),
                    batchInterval));
    for (int i = 1; i <= INSTRUMENTS; i++) {
      yaml.append(
          "  wx%d: {driver: sim-weather, every: 100ms, settings: {seed: %d}}%n".formatted(i, i));
    }
    Files.writeString(config, yaml);
    try (Child child = new Child(run(program, config))) {
      Duration durable = child.await("the first sample is durable").after();
      Duration acknowledged = child.await("the first sample is acknowledged").after();
      Thread.sleep(WARM_UP);
      ProcessFigures before = child.figures();
      Thread.sleep(Duration.ofSeconds(seconds));
      return new Row(
          "gateway, commit %s, batch %s, %s"
              .formatted(
                  commitInterval, batchInterval, encoding.equals("cbor") ? "cbor+zlib" : encoding),
          durable,
          acknowledged,
          child.figures().since(before));
    }
  }

  private static Row afternoon(Path directory, Mosquitto broker, int seconds)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    List<String> flags = List.of("-XX:+UseSerialGC", "-Xmx64m");
    try (Child child =
        Child.java(
            flags,
            Afternoon.class.getName(),
            broker.uri("tcp"),
            directory.toString(),
            Integer.toString(READINGS_PER_SECOND),
            Integer.toString(seconds))) {
      return new Row(
          "baseline: a row and a message each",
          Duration.ZERO,
          Duration.ZERO,
          ProcessFigures.parse(child.result()));
    }
  }
}
