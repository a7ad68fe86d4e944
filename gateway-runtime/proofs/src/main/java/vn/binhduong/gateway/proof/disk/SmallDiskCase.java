package vn.binhduong.gateway.proof.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Many times the capacity of a small disk is poured into the store of a gateway that has no link;
/// then the gateway itself is started on that store, with a link, and drains it to an IOC, whose
/// account must close.
final class SmallDiskCase {
  private static final Duration FLOOD_MAX = Duration.ofMinutes(20);
  private static final Duration DRAIN_MAX = Duration.ofMinutes(15);
  private static final Duration GIVE_BACK_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final String ROOT = "disk";

  /// The budget may be passed by this part of it while a segment is sealed in a hurry.
  private static final int OVER_PART_MAX = 16;

  private final ProofRun run;
  private final Tally tally;
  private final int mib;
  private final int times;
  private final Path work;
  private final Envelopes envelopes;
  private final Map<String, Long> produced = new TreeMap<>();
  private final Map<String, String> said = new HashMap<>();

  SmallDiskCase(ProofRun run, Tally tally, int mib, int times) throws IOException {
    this.run = run;
    this.tally = tally;
    this.mib = mib;
    this.times = times;
    this.work = Files.createDirectories(run.directory().resolve("small-disk"));
    this.envelopes = new Envelopes(Flood.fields(run.seed()));
  }

  void carryOut() throws IOException, InterruptedException {
    try (SmallDisk disk = new SmallDisk(work, mib)) {
      long[] empty = disk.used();
      int budgetMib = mib * 3 / 4;
      run.tell("%d MiB, %s; %d times as much is poured in", mib, disk.kind(), times);
      long start = System.nanoTime();
      flood(disk, budgetMib, (long) times * mib * (1 << 20));
      tally.fault("disk filled %d times".formatted(times));
      tally.note(
          "%d MiB %s, budget %d MiB: %,d MB of blocks poured in within %d s, link cut",
          mib,
          disk.kind(),
          budgetMib,
          Long.parseLong(said.getOrDefault("bytes", "0")) / 1_000_000,
          Duration.ofNanos(System.nanoTime() - start).toSeconds());
      judgeFlood(budgetMib);
      drain(disk, budgetMib, empty[0]);
    }
    tally.ran();
  }

  private void flood(SmallDisk disk, int budgetMib, long bytes)
      throws IOException, InterruptedException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Flood.class.getName(),
            disk.directory().resolve("data").toString(),
            Long.toString(run.seed()),
            Long.toString(bytes),
            Integer.toString(budgetMib),
            "2");
    Path log = work.resolve("flood.log");
    Process process =
        new ProcessBuilder(disk.command(java))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(FLOOD_MAX.toSeconds(), TimeUnit.SECONDS)) {
        tally.wrong("the store did not take everything within %s; see %s", FLOOD_MAX, log);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "produced" -> produced.put(words[1], Long.parseLong(words[2]));
        case "bytes", "overruns", "longest-commit", "most", "over", "least-free" ->
            said.put(words[0], words[1]);
        case "trouble" -> tally.note("trouble while it was filled: %s", line.substring(8));
        case "end" -> said.put("end", "");
        default -> {}
      }
    }
    if (!said.containsKey("end")) {
      tally.wrong("the store stopped while its disk was filled; see %s", log);
    }
  }

  private void judgeFlood(int budgetMib) {
    long over = Long.parseLong(said.getOrDefault("over", "0"));
    tally.note(
        "most in the data directory %,d bytes of a budget of %,d; least free %,d; longest commit %s"
            + " ms",
        Long.parseLong(said.getOrDefault("most", "0")),
        (long) budgetMib << 20,
        Long.parseLong(said.getOrDefault("least-free", "0")),
        said.getOrDefault("longest-commit", "?"));
    if (over > ((long) budgetMib << 20) / OVER_PART_MAX) {
      tally.wrong("the budget was passed by %d bytes", over);
    }
    String refused = said.getOrDefault("overruns", "0");
    if (!refused.equals("0")) {
      tally.wrong("%s samples were refused", refused);
    }
  }

  private void drain(SmallDisk disk, int budgetMib, long emptyBytes)
      throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    Accounts accounts = new Accounts();
    Path config = work.resolve("gateway.yaml");
    try (Mosquitto broker = Mosquitto.forgetful(work, Loopback.freePort())) {
      broker.start();
      Files.writeString(config, yaml(disk, budgetMib, broker.port()));
      try (IocConsumer consumer =
              new IocConsumer(
                  ConsumerSettings.of(broker.uri("tcp"), "disk-ioc", ROOT)
                      .withHoleAge(Duration.ofHours(1)),
                  accounts,
                  handler(),
                  clock);
          GatewayProcess gateway =
              new GatewayProcess(
                  disk.command(run.gateway(config, disk.directory().resolve("data"))),
                  work.resolve("gateway.log"),
                  clock,
                  1_000,
                  500,
                  news -> {})) {
        await(DRAIN_MAX, consumer::connected);
        long start = System.nanoTime();
        gateway.start();
        boolean closed = await(DRAIN_MAX, () -> closed(accounts));
        long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - start).toSeconds());
        judge(accounts, closed);
        tally.note(
            "drained in %d s: %,d rows as measured, %,d condensed rows of %,d samples",
            seconds, envelopes.asMeasured(), envelopes.condensed(), envelopes.within());
        giveBack(disk, emptyBytes);
        if (!gateway.running() || gateway.unexpectedEnds() > 0) {
          tally.wrong("the gateway ended by itself; see %s", work.resolve("gateway.log"));
        }
        if (!gateway.stop(STOP_MAX)) {
          tally.wrong("the gateway did not stop within %s", STOP_MAX);
        }
      }
    }
  }

  /// What was delivered is older than the retention set here, so it goes, and with it its space: to
  /// the file system, by its own word.
  private void giveBack(SmallDisk disk, long emptyBytes) throws IOException, InterruptedException {
    long segment = Math.min(16L << 20, (((long) mib * 3 / 4) << 20) / 16);
    long bound = emptyBytes + 4 * segment + (1 << 20);
    long deadline = System.nanoTime() + GIVE_BACK_MAX.toNanos();
    long used = disk.used()[0];
    while (used > bound && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(2);
      used = disk.used()[0];
    }
    tally.note("used on the disk when all was delivered and old: %,d bytes", used);
    if (used > bound) {
      tally.wrong("space does not come back: %d bytes used, expected at most %d", used, bound);
    }
  }

  private IocHandler handler() {
    return new IocHandler() {
      @Override
      public void row(Arrival.Row row, StreamAccount.Receipt receipt) {
        synchronized (envelopes) {
          envelopes.row(row.stream().device(), row.timeMillis(), row.values());
        }
      }
    };
  }

  /// Whether every stream is known to its last number and nothing of it is missing.
  private boolean closed(Accounts accounts) {
    Map<String, Boolean> closed = new HashMap<>();
    accounts.map(
        account ->
            closed.put(
                account.stream().device(),
                account.ledgerSeen()
                    && account.missingCount() == 0
                    && account.last() >= produced.getOrDefault(account.stream().device(), 0L)));
    return closed.keySet().containsAll(produced.keySet())
        && closed.values().stream().allMatch(Boolean::booleanValue);
  }

  private void judge(Accounts accounts, boolean closed) {
    Map<String, Long> gaps = new TreeMap<>();
    for (StreamAccount account : accounts.map(a -> a)) {
      String device = account.stream().device();
      long missing = account.missingCount();
      tally.unaccounted(missing);
      if (missing > 0) {
        tally.wrong("%s: %d numbers are missing: %s", device, missing, account.missing());
      }
      account
          .gaps()
          .forEach(
              (why, ranges) ->
                  gaps.merge(why, ranges.stream().mapToLong(Ranges.Range::count).sum(), Long::sum));
      Long made = produced.get(device);
      if (made != null && account.last() != made) {
        tally.wrong(
            "%s: %d samples were stored, the account ends at %d", device, made, account.last());
      }
    }
    if (!closed) {
      tally.wrong("the account did not close within %s", DRAIN_MAX);
    }
    tally.note("gap records: %s", gaps);
    for (String why : List.of("thinned", "dropped")) {
      if (gaps.getOrDefault(why, 0L) == 0) {
        tally.wrong("nothing was %s: the disk was not filled as it should", why);
      }
    }
    gaps.keySet().removeAll(List.of("thinned", "dropped", "ledger"));
    if (!gaps.isEmpty()) {
      tally.wrong("gaps that nothing explains: %s", gaps);
    }
    synchronized (envelopes) {
      envelopes.wrong().forEach(text -> tally.wrong("%s", text));
      List<String> firsts = new ArrayList<>();
      produced.forEach(
          (device, last) -> {
            long holes = envelopes.holes(device, last);
            if (holes > 0) {
              tally.wrong("%s: %d samples are in no row and not among the oldest", device, holes);
              tally.lost(holes);
            }
            firsts.add("%s %,d of %,d".formatted(device, envelopes.first(device), last));
          });
      tally.note("oldest sample that is still told of: %s", String.join(", ", firsts));
    }
  }

  private static String yaml(SmallDisk disk, int budgetMib, int port) {
    return """
        gateway:
          id: DISK-0001
          data-directory: "%s"
          profile: demo
        store:
          commit-interval: 200ms
          budget-mib: %d
          free-floor-mib: 2
          retention: 1h
        uplink:
          broker: "mqtt://127.0.0.1:%d"
          topic-root: %s
          encoding: cbor
          compress: true
          refresh: 2s
          reconnect-first: 200ms
          reconnect-max: 2s
          progress-timeout: 5s
        control:
          socket: "%s"
        metrics:
          port: 0
        """
        .formatted(
            disk.directory().resolve("data"),
            Math.max(16, budgetMib),
            port,
            ROOT,
            disk.directory().resolveSibling("control.sock"));
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static boolean await(Duration patience, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }
}
