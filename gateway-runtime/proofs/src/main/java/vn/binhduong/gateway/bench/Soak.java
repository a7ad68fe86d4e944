package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import vn.binhduong.gateway.ioc.standin.Durations;
import vn.binhduong.gateway.ioc.standin.LinkProxy;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;

/// Runs the gateway at 210 readings a second for as long as one likes, with the link cut for a
/// while now and then, and prints what it uses each minute and how that grows.
///
/// A slope is the least-squares line through the second half of the points; it says little over
/// less than an hour.
final class Soak {
  private static final int INSTRUMENTS = 3;

  /// The link is cut for one minute of each of these.
  private static final int CUT_EVERY = 10;

  private static final int POINTS_MAX = 100_000;

  /// What the kernel and the file system say at one moment.
  ///
  /// @param hours since the start
  record Point(
      double hours,
      double rssKib,
      double threads,
      double descriptors,
      double diskKib,
      double cpuSeconds,
      double writtenBytes) {}

  private Soak() {}

  /// Arguments: directory, how long (`60min`, `24h`), then program and arguments of the gateway.
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Duration whole = Durations.parse(args[1]);
    List<String> program = List.of(args).subList(2, args.length);
    List<Point> points = new ArrayList<>();
    try (Mosquitto broker = Mosquitto.forgetful(directory, Loopback.freePort())) {
      broker.start();
      try (LinkProxy link = new LinkProxy(0, broker.port())) {
        Path config = configuration(directory, link.port());
        try (Child child = new Child(Bench.run(program, config))) {
          child.await("the first sample is acknowledged");
          System.out.printf(
              "%8s %10s %8s %6s %10s %12s %14s%n",
              "minute", "RSS KiB", "threads", "fds", "disk KiB", "CPU s/min", "written B/min");
          long start = System.nanoTime();
          for (int minute = 1; minute <= whole.toMinutes() && minute < POINTS_MAX; minute++) {
            cut(link, minute);
            long due = start + TimeUnit.MINUTES.toNanos(minute);
            while (System.nanoTime() < due) {
              TimeUnit.MILLISECONDS.sleep(Math.max(1, (due - System.nanoTime()) / 1_000_000));
            }
            points.add(point(child, directory.resolve("data"), minute / 60.0));
            print(points);
          }
        }
      }
    }
    slopes(points);
  }

  private static void cut(LinkProxy link, int minute) {
    if (minute % CUT_EVERY == CUT_EVERY - 1) {
      link.cut(LinkProxy.Cut.SILENT);
    } else {
      link.restore();
    }
  }

  private static Path configuration(Path directory, int port) throws IOException {
    var yaml =
        new StringBuilder(
            """
            gateway: {id: SOAK, data-directory: "%s", profile: demo}
            store: {commit-interval: 1s, budget-mib: 64, segment-age: 10min}
            uplink: {broker: "mqtt://127.0.0.1:%d", encoding: cbor, compress: true, batch-interval: 2s}
            metrics: {port: 0}
            devices:
            """
                .formatted(directory.resolve("data"), port));
    for (int i = 1; i <= INSTRUMENTS; i++) {
      yaml.append(
          "  wx%d: {driver: sim-weather, every: 100ms, settings: {seed: %d}}%n".formatted(i, i));
    }
    Path config = directory.resolve("gateway.yaml");
    Files.writeString(config, yaml);
    return config;
  }

  private static Point point(Child child, Path data, double hours) throws IOException {
    ProcessFigures used = child.figures();
    try (Stream<Path> descriptors =
        Files.list(Path.of("/proc", Long.toString(child.pid()), "fd"))) {
      return new Point(
          hours,
          used.rssMib() * 1024,
          used.threads(),
          descriptors.count(),
          kibibytes(data),
          used.cpuSeconds(),
          used.writtenBytes());
    }
  }

  private static double kibibytes(Path data) throws IOException {
    double sum = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file)) {
          sum += Files.size(file) / 1024.0;
        }
      }
    }
    return sum;
  }

  private static void print(List<Point> points) {
    Point now = points.getLast();
    Point before = points.size() > 1 ? points.get(points.size() - 2) : now;
    System.out.printf(
        "%8.0f %10.0f %8.0f %6.0f %10.0f %12.2f %14.0f%n",
        now.hours * 60,
        now.rssKib,
        now.threads,
        now.descriptors,
        now.diskKib,
        now.cpuSeconds - before.cpuSeconds,
        now.writtenBytes - before.writtenBytes);
  }

  private static void slopes(List<Point> points) {
    List<Point> half = points.subList(points.size() / 2, points.size());
    System.out.printf("%nSlopes over the second half, %d points%n", half.size());
    System.out.printf("%-24s %12.1f KiB/h%n", "RSS", slope(half, Point::rssKib));
    System.out.printf("%-24s %12.2f /h%n", "threads", slope(half, Point::threads));
    System.out.printf("%-24s %12.2f /h%n", "file descriptors", slope(half, Point::descriptors));
    System.out.printf("%-24s %12.1f KiB/h%n", "disk", slope(half, Point::diskKib));
    double readings = 210 * 3600.0;
    System.out.printf(
        "%-24s %12.3f s per 1,000 readings%n",
        "CPU", slope(half, Point::cpuSeconds) * 1000 / readings);
    System.out.printf(
        "%-24s %12.1f bytes per reading%n", "written", slope(half, Point::writtenBytes) / readings);
  }

  /// Slope of the least-squares line, per hour; NaN for fewer than two points.
  static double slope(List<Point> points, ToDoubleFunction<Point> figure) {
    double meanX = points.stream().mapToDouble(Point::hours).average().orElse(0);
    double meanY = points.stream().mapToDouble(figure).average().orElse(0);
    double product = 0;
    double square = 0;
    for (Point point : points) {
      product += (point.hours - meanX) * (figure.applyAsDouble(point) - meanY);
      square += (point.hours - meanX) * (point.hours - meanX);
    }
    return product / square;
  }
}
