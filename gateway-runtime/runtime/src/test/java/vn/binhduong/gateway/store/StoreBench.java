package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// Prints what the store does on this machine's disk: `StoreBench DIRECTORY [SECONDS-OF-APPENDING]
/// [SECONDS-AT-200-READINGS-PER-SECOND]`.
final class StoreBench {
  private static final int CHANNELS = 7;
  private static final List<Channel> LAYOUT = layout();

  private static final int RESERVE_TRIES = 300;
  private static final Duration RESERVE_PAUSE = Duration.ofMillis(100);

  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    Path parent = Path.of(args[0]);
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int slowSeconds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
    System.out.printf(Locale.ROOT, "%-46s %16s%n", "store", "");
    for (int millis : new int[] {250, 1000}) {
      throughput(parent.resolve("append-" + millis), Duration.ofMillis(millis), seconds);
    }
    for (int millis : new int[] {1000, 5000}) {
      written(parent.resolve("written-" + millis), Duration.ofMillis(millis), slowSeconds);
    }
  }

  private static void throughput(Path directory, Duration interval, int seconds) throws Exception {
    long readings = 0;
    long nanos;
    try (Store store = open(directory, interval)) {
      long start = System.nanoTime();
      long k = 0;
      while (System.nanoTime() - start < seconds * 1_000_000_000L) {
        if (store.append(sample("dev" + k % 30, k))) {
          k++;
          readings += CHANNELS;
        } else {
          Thread.sleep(1);
        }
      }
      while (store.figures().queueBytes() > 0) {
        Thread.sleep(1);
      }
      nanos = System.nanoTime() - start;
      System.out.printf(
          Locale.ROOT,
          "%-46s %,16.0f%n",
          "append, durable readings/s, commit " + interval.toMillis() + " ms",
          readings * 1e9 / nanos);
      System.out.printf(
          Locale.ROOT,
          "%-46s %,16d%n",
          "longest commit, ms",
          store.figures().longestCommitMillis());
      System.out.printf(
          Locale.ROOT,
          "%-46s %,16.1f%n",
          "block bytes per reading",
          (double) store.figures().blockBytes() / readings);
      long read = 0;
      long from = System.nanoTime();
      Cursor cursor = store.cursor(Position.START, device -> true);
      for (List<Stored> some = cursor.next(1000); !some.isEmpty(); some = cursor.next(1000)) {
        read += some.stream().mapToLong(s -> ((Sample) s.entry()).readings().size()).sum();
      }
      System.out.printf(
          Locale.ROOT,
          "%-46s %,16.0f%n",
          "read, readings/s",
          read * 1e9 / (System.nanoTime() - from));
      if (read != readings) {
        throw new IllegalStateException("appended %d readings, read %d".formatted(readings, read));
      }
    }
    delete(directory);
  }

  /// The reserve is written once in the life of a data directory: it is no part of what a reading
  /// costs.
  private static void awaitReserve(Path directory) throws InterruptedException {
    Path reserve = directory.resolve(Space.RESERVE_FILE);
    for (int tries = 0; tries < RESERVE_TRIES && !Files.exists(reserve); tries++) {
      Thread.sleep(RESERVE_PAUSE);
    }
  }

  private static void written(Path directory, Duration interval, int seconds) throws Exception {
    int perSecond = 200 / CHANNELS + 1;
    long before;
    long readings = 0;
    try (Store store = open(directory, interval)) {
      awaitReserve(directory);
      before = writeBytes();
      long start = System.nanoTime();
      for (long k = 0; k < (long) perSecond * seconds; k++) {
        long due = start + k * 1_000_000_000L / perSecond;
        long wait = due - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(Duration.ofNanos(wait));
        }
        store.append(sample("dev" + k % perSecond, k));
        readings += CHANNELS;
      }
      while (store.figures().queueBytes() > 0) {
        Thread.sleep(1);
      }
      String name =
          "commit " + interval.toMillis() + " ms at " + perSecond * CHANNELS + " readings/s";
      System.out.printf(
          Locale.ROOT,
          "%-46s %,16.1f%n",
          "bytes to disk per reading, " + name,
          (double) (writeBytes() - before) / readings);
      System.out.printf(
          Locale.ROOT,
          "%-46s %,16.1f%n",
          "block bytes per reading",
          (double) store.figures().blockBytes() / readings);
    }
    System.out.printf(
        Locale.ROOT,
        "%-46s %,16.1f%n",
        "the same with sealing at the end",
        (double) (writeBytes() - before) / readings);
    delete(directory);
  }

  private static Store open(Path directory, Duration interval) throws InterruptedException {
    StoreSettings settings =
        new StoreSettings(interval, 4096, 16, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
    return Store.open(settings, directory, Given::now, InstantSource.system());
  }

  private static List<Channel> layout() {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      channels.add(new Channel("channel" + i, Unit.CELSIUS, -1000, 1000, "a channel"));
    }
    return channels;
  }

  private static final Random RANDOM = new Random(1);

  private static Sample sample(String device, long k) {
    List<Reading> readings = new ArrayList<>(CHANNELS);
    for (Channel channel : LAYOUT) {
      readings.add(channel.reading(RANDOM.nextInt(10_000) / 10.0));
    }
    return new Sample(device, new BootTime(Given.BOOT, 1_000_000_007L * k), readings);
  }

  /// Bytes this process caused to be sent to the disk (proc(5), `/proc/pid/io`).
  private static long writeBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("write_bytes: "))
        .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
        .findFirst()
        .orElseThrow();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
