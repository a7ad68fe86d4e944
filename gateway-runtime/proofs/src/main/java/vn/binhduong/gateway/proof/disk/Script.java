package vn.binhduong.gateway.proof.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.store.GapReason;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;
import vn.binhduong.gateway.store.StreamLedger;

/// A program: does everything a store does to its files, in a short time, as often as it is told on
/// standard input. It runs with a layer under it that makes calls fail.
///
///     prepare DIRECTORY SEED           makes a store that is nearly at its budget
///     run DIRECTORY SEED QUICK RADAR   opens it, appends, is thinned, drops, closes
///
/// The answer is one line: `done QUICK RADAR REFUSED`, the numbers of samples the store has taken
/// for good, then what trouble it showed, or `failed` and why.
public final class Script {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROUNDS_MAX = 40;
  private static final int ROUND = 40;

  private final Path directory;
  private final List<Field> fields;
  private final TreeSet<String> troubles = new TreeSet<>();
  private long quick;
  private long radar;
  private long refused;

  private Script(Path directory, long seed, long quick, long radar) {
    this.directory = directory;
    this.fields = fields(seed);
    this.quick = quick;
    this.radar = radar;
  }

  /// One device whose samples may be condensed, one whose may not.
  static List<Field> fields(long seed) {
    return List.of(
        new Field(seed, "quick", 10_000, 40, true), new Field(seed, "radar", 7_000, 40, false));
  }

  /// A budget of 1 MiB, so segments of 64 KiB.
  static StoreSettings settings() {
    return new StoreSettings(
        Duration.ofMillis(10), 1, 1, Duration.ofHours(6), 4096, Duration.ofDays(60), 0);
  }

  static BootTime now() {
    return new BootTime(Field.BOOT, System.nanoTime() & Long.MAX_VALUE);
  }

  /// Runs it.
  public static void main(String... args) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] words = line.split(" ", -1);
      Script script =
          new Script(
              Path.of(words[1]),
              Long.parseLong(words[2]),
              words.length > 3 ? Long.parseLong(words[3]) : 0,
              words.length > 4 ? Long.parseLong(words[4]) : 0);
      String answer;
      try {
        if (words[0].equals("prepare")) {
          script.prepare();
        } else {
          script.run();
        }
        answer =
            "done %d %d %d %s"
                .formatted(
                    script.quick, script.radar, script.refused, String.join("; ", script.troubles));
      } catch (Exception | LinkageError e) {
        answer = "failed %s; %s".formatted(e, String.join("; ", script.troubles));
      }
      System.out.println("answer " + answer.replace('\n', ' '));
    }
  }

  private void prepare() throws InterruptedException {
    try (Store store = open()) {
      append(store, 0, 300);
      store.acknowledge(store.epoch(), "quick", 1, quick);
      append(store, 0, 300);
      append(store, 1, 1_400);
      settle(store, "prepared");
    }
  }

  /// What was delivered is thinned and deleted, then what was not, then a segment is dropped.
  private void run() throws InterruptedException {
    try (Store store = open()) {
      for (int round = 0; round < ROUNDS_MAX && !dropped(store); round++) {
        append(store, round % 3 == 0 ? 0 : 1, ROUND);
      }
      if (!dropped(store)) {
        throw new IllegalStateException("nothing was dropped: the script does not do its work");
      }
      settle(store, "the end");
    }
  }

  private Store open() throws InterruptedException {
    Store store = Store.open(settings(), directory, Script::now, InstantSource.system());
    store.condensable("quick");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (store.epoch().equals(Store.NO_EPOCH)) {
      store.trouble().ifPresent(troubles::add);
      pause(deadline, "the store to open");
    }
    store.record(new ClockOffset(Field.BOOT, 0, Field.BASE_MILLIS * 1_000_000, ClockState.SYNCED));
    return store;
  }

  private void append(Store store, int which, int count) throws InterruptedException {
    List<Channel> channels = new ArrayList<>(fields.get(which).list());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; i < count; i++) {
      long k = 1 + (which == 0 ? quick : radar);
      while (!store.append(fields.get(which).sample(k, channels))) {
        refused++;
        store.trouble().ifPresent(troubles::add);
        pause(deadline, "room in the queue");
      }
      if (which == 0) {
        quick = k;
      } else {
        radar = k;
      }
      if (i % ROUND == ROUND - 1) {
        settle(store, "a commit");
      }
    }
  }

  private void settle(Store store, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (store.figures().queueBytes() > 0 || store.trouble().isPresent()) {
      store.trouble().ifPresent(troubles::add);
      pause(deadline, what);
    }
  }

  private static boolean dropped(Store store) {
    for (StreamLedger stream : store.ledger()) {
      if (stream.gaps().stream().anyMatch(gap -> gap.why() == GapReason.DROPPED)) {
        return true;
      }
    }
    return false;
  }

  private static void pause(long deadline, String what) throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException("waited %s for %s".formatted(PATIENCE, what));
    }
    TimeUnit.MILLISECONDS.sleep(1);
  }
}
