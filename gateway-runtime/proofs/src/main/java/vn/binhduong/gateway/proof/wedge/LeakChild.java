package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.ClockState;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;
import vn.binhduong.gateway.uplink.CommandSettings;
import vn.binhduong.gateway.uplink.Uplink;
import vn.binhduong.gateway.uplink.UplinkContext;
import vn.binhduong.gateway.uplink.UplinkSettings;

/// A process of its own whose uplinks fail to connect thousands of times: one to a port where
/// nobody listens, one to a broker that takes connections and closes them at once. When all code
/// has been used, it begins to measure: every twentieth of the way it prints how often it tried,
/// the memory that belongs to it alone, and how many threads it has; at the end, how many threads
/// of its uplinks are left when they are closed.
final class LeakChild {
  static final int SAMPLES = 20;

  /// Classes are loaded, and what runs often enough is compiled.
  private static final long WARM_UP_ATTEMPTS = 400;

  /// Of which the least counts: at any moment some connection has its threads, with their stacks.
  private static final int READINGS = 10;

  private static final long READING_MILLIS = 20;

  private static final int LEFT_SECONDS_MAX = 20;

  private static final UUID BOOT = UUID.fromString("6f1d2c3b-4a59-4687-8796-a5b4c3d2e1f0");

  private LeakChild() {}

  public static void main(String... args) throws Exception {
    long attempts = Long.parseLong(args[0]);
    Path directory = Path.of(args[1]);
    try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> takeAndClose(closing));
      try (Pair refused = new Pair(directory.resolve("refused"), Loopback.freePort());
          Pair closed = new Pair(directory.resolve("closed"), closing.getLocalPort())) {
        await(WARM_UP_ATTEMPTS, refused, closed);
        for (int i = 1; i <= SAMPLES; i++) {
          await(WARM_UP_ATTEMPTS + attempts * i / SAMPLES, refused, closed);
          System.gc();
          long kib = Long.MAX_VALUE;
          int threads = Integer.MAX_VALUE;
          for (int reading = 0; reading < READINGS; reading++) {
            TimeUnit.MILLISECONDS.sleep(READING_MILLIS);
            kib = Math.min(kib, privateKib());
            threads = Math.min(threads, Thread.activeCount());
          }
          System.out.printf(
              "%d %d %d%n",
              refused.attempts() + closed.attempts() - WARM_UP_ATTEMPTS, kib, threads);
        }
      }
    }
    System.out.printf("left %d%n", left());
    System.exit(0);
  }

  private static void await(long attempts, Pair refused, Pair closed) throws InterruptedException {
    while (refused.attempts() + closed.attempts() < attempts) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /// Threads of the uplinks and their clients, when they have had time to end.
  private static long left() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEFT_SECONDS_MAX);
    while (true) {
      List<String> left =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.startsWith("uplink") || name.contains(": LEAK-"))
              .sorted()
              .toList();
      if (left.isEmpty() || System.nanoTime() > until) {
        left.forEach(System.out::println);
        return left.size();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /// An uplink and its store.
  private static final class Pair implements AutoCloseable {
    private final Store store;
    private final Uplink uplink;

    Pair(Path directory, int port) throws IOException, InterruptedException {
      StoreSettings quick =
          new StoreSettings(
              Duration.ofSeconds(1), 256, 16, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
      store =
          Store.open(
              quick, Files.createDirectories(directory), LeakChild::now, InstantSource.system());
      uplink =
          new Uplink(
              impatient(URI.create("mqtt://127.0.0.1:" + port)),
              new UplinkContext(
                  "LEAK-" + port,
                  "0",
                  directory,
                  BOOT,
                  true,
                  LeakChild::now,
                  at -> new WallTime(0, vn.binhduong.gateway.model.ClockState.SYNCED, 1),
                  List::of,
                  () -> new Ledger.Clock(ClockState.SYNCED, null, "test"),
                  command -> Answer.ok(command.id(), "{}")),
              store);
      uplink.start();
    }

    long attempts() {
      return uplink.figures().attempts();
    }

    @Override
    public void close() {
      uplink.close();
      store.close();
    }
  }

  /// The shipped settings, but for waits of a millisecond.
  private static UplinkSettings impatient(URI broker) {
    UplinkSettings shipped = UplinkSettings.of(broker);
    return new UplinkSettings(
        broker,
        shipped.topicRoot(),
        shipped.encoding(),
        shipped.compress(),
        shipped.ack(),
        shipped.resendAfter(),
        null,
        null,
        null,
        null,
        null,
        null,
        true,
        shipped.connectTimeout(),
        shipped.keepAlive(),
        shipped.progressTimeout(),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        shipped.stableAfter(),
        shipped.batchInterval(),
        shipped.batchSamples(),
        shipped.messageKib(),
        shipped.inFlight(),
        shipped.historyShare(),
        shipped.historyRate(),
        shipped.monthBudgetMib(),
        shipped.monthStarts(),
        shipped.liveLag(),
        shipped.unsyncedHold(),
        shipped.refresh(),
        CommandSettings.DEFAULTS);
  }

  private static BootTime now() {
    return new BootTime(BOOT, System.nanoTime());
  }

  private static void takeAndClose(ServerSocket broker) {
    try {
      while (true) {
        broker.accept().close();
      }
    } catch (IOException e) {
      // The end.
    }
  }

  /// Memory that belongs to this process alone and was written, KiB (`smaps_rollup`).
  private static long privateKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps_rollup"))) {
      if (line.startsWith("Private_Dirty:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no Private_Dirty in /proc/self/smaps_rollup");
  }
}
