package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;

/// Samples are condensed before any is dropped, and whenever the process is killed in between,
/// every number is held or in a gap.
class ThinningIT {
  /// A sample every 10 s: 6 a minute.
  private static final long EVERY_NANOS = 10_000_000_000L;

  /// Five an hour: thinning to minutes gains nothing, thinning to hours does.
  private static final long SELDOM_NANOS = 720_000_000_000L;

  private static final int SAMPLES = 600;
  private static final String SEGMENT = "segments/000000000001.db";

  @TempDir Path temp;

  private Path directory = Path.of("");

  @BeforeEach
  void aSealedSegmentWithEverythingPending() throws Exception {
    directory = temp.resolve("data");
    try (Store store = Given.open(directory)) {
      for (long k = 1; k <= SAMPLES; k++) {
        assertThat(store.append(sample("aq1", k))).isTrue();
        assertThat(store.append(sample("radar", k))).isTrue();
        if (k % 100 == 0) {
          long wanted = 2 * k;
          Given.await("a commit", () -> store.figures().entries() == wanted);
        }
      }
    }
  }

  // The two numbers that a run leaves out and keeps: 100 minutes take the last 100 of 600.
  @Test
  void aRunLeavesOneGapAndItsAggregatesTakeItsLastNumbers() throws Exception {
    Replacement made = make();
    assertThat(made.gone().values()).containsExactly(List.of(new Range(1, 500)));
    assertThat(made.summary().lastBlock()).isEqualTo(made.old().summary().lastBlock());
    assertThat(Files.size(made.file())).isLessThan(Files.size(made.old().file()));
  }

  @Test
  void aKillWhileTheReplacementGrowsLeavesWhatWas() throws Exception {
    Files.writeString(directory.resolve(SEGMENT + Replacement.GROWING), "half of something");
    assertRaw();
  }

  // The gap record was not durable, so the numbers may still be delivered as they are.
  @Test
  void aKillBeforeTheGapIsDurableLeavesWhatWas() throws Exception {
    make();
    assertRaw();
  }

  @Test
  void aKillBeforeTheReplacementTookItsPlaceIsMadeGood() throws Exception {
    Path made = make().file();
    Path kept = temp.resolve("kept");
    Files.move(made, kept);
    tellTheGap();
    Files.move(kept, made);
    assertCondensed();
  }

  @Test
  void aKillBeforeTheSealIsWrittenIsMadeGood() throws Exception {
    Path made = make().file();
    Path kept = temp.resolve("kept");
    Files.move(made, kept);
    tellTheGap();
    Files.move(kept, directory.resolve(SEGMENT), StandardCopyOption.REPLACE_EXISTING);
    assertCondensed();
    assertCondensed(); // and once more, now from the new seal
  }

  // What was delivered is thinned without a word: every number of it was delivered.
  @Test
  void aDeliveredRunLeavesNoGap() throws Exception {
    try (Store store = Given.open(directory)) {
      store.acknowledge(store.epoch(), "aq1", 1, SAMPLES);
    }
    Replacement made = make();
    assertThat(made.gone()).isEmpty();
    try (Store store = Given.open(directory)) {
      assertThat(Given.samples(store)).hasSize(100 + SAMPLES);
      assertThat(aq1(store).gaps()).isEmpty();
    }
  }

  // The whole way: a budget that is hit again and again, with nothing delivered.
  @Test
  void overTheBudgetPendingSamplesAreThinnedAndThenDropped() throws Exception {
    StoreSettings tiny =
        new StoreSettings(
            Duration.ofMillis(10), 1, 1, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
    Path small = temp.resolve("small");
    List<String> order = new ArrayList<>();
    try (Store store = Given.open(small, tiny)) {
      store.condensable("aq1");
      long k = 0;
      while (order.stream().noneMatch("dropped"::equals) && k < 4_000_000) {
        for (int i = 0; i < 2000; i++) {
          store.append(sample("aq1", ++k, SELDOM_NANOS));
        }
        Given.await("room in the queue", () -> store.figures().queueBytes() < 1 << 20);
        order = gaps(store);
      }
      assertThat(order.getFirst()).isEqualTo("thinned");
      assertThat(order).contains("dropped");
      assertThat(alarms(store))
          .anyMatch(json -> json.contains("store.retention") && json.contains("\"active\":true"));
      long all = k;
      Given.await("the last", () -> aq1(store).last() == all);
      assertAccountCloses(store);
      assertThat(Given.samples(store))
          .filteredOn(stored -> Given.readings(stored).size() > 2)
          .isNotEmpty()
          .allSatisfy(stored -> assertEnvelope(stored, SELDOM_NANOS));
    }
    try (Store store = Given.open(small, tiny)) {
      assertAccountCloses(store);
      assertThat(small.resolve("quarantine")).doesNotExist();
    }
  }

  // Read ahead, then thinned behind the reader's back: nothing may come twice or with a number that
  // now means something else, and everything pending must still come.
  @Test
  void aCursorFollowsASegmentThatIsRewritten() throws Exception {
    StoreSettings tiny =
        new StoreSettings(
            Duration.ofMillis(10), 1, 1, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
    try (Store store = Given.open(temp.resolve("read"), tiny)) {
      store.condensable("aq1");
      Cursor cursor = store.cursor(Position.START, device -> true, Selection.PENDING);
      store.append(sample("aq1", 1));
      Given.await("the first", () -> store.figures().entries() == 1);
      assertThat(cursor.next(1)).hasSize(1);
      long k = 1;
      while (store.rewrites() == 0) {
        for (int i = 0; i < 2000; i++) {
          store.append(sample("aq1", ++k));
        }
        Given.await("room in the queue", () -> store.figures().queueBytes() < 1 << 20);
      }
      List<Stored> rest = cursor.next(50);
      assertThat(rest).isNotEmpty().allMatch(stored -> Given.readings(stored).size() > 2);
    }
  }

  private static void assertEnvelope(Stored stored, long everyNanos) {
    Map<String, Double> values = new TreeMap<>();
    for (Reading reading : Given.readings(stored)) {
      values.put(reading.channel().name(), reading.value());
    }
    double n = Objects.requireNonNull(values.get("pm25.n"));
    double min = Objects.requireNonNull(values.get("pm25.min"));
    double max = Objects.requireNonNull(values.get("pm25.max"));
    assertThat(max - min + 1).as("consecutive samples").isEqualTo(n);
    assertThat(values.get("pm25")).isBetween(min, max);
    assertThat(values.get("pm25"))
        .isCloseTo((min + max) / 2, org.assertj.core.data.Offset.offset(0.06));
    assertThat(((Sample) stored.entry()).at().nanos()).isEqualTo(((long) max) * everyNanos);
  }

  private static void assertAccountCloses(Store store) throws Exception {
    Given.await(
        "every number is held or in a gap",
        () -> {
          StreamLedger ledger = aq1(store);
          Ranges known = new Ranges();
          ledger.gaps().forEach(gap -> known.add(gap.range().from(), gap.range().to()));
          Given.samples(store).stream()
              .filter(stored -> stored.entry().device().equals("aq1"))
              .forEach(stored -> known.add(stored.seq(), stored.seq()));
          return known.missing(1, ledger.last()).isEmpty();
        });
  }

  private void assertRaw() throws Exception {
    try (Store store = Given.open(directory)) {
      assertThat(Given.samples(store)).hasSize(2 * SAMPLES);
      assertThat(aq1(store).gaps()).isEmpty();
      assertThat(aq1(store).pending()).isEqualTo(SAMPLES);
    }
    assertNoTrace();
  }

  private void assertCondensed() throws Exception {
    try (Store store = Given.open(directory)) {
      List<Stored> aq1 =
          Given.samples(store).stream().filter(s -> s.entry().device().equals("aq1")).toList();
      assertThat(aq1).hasSize(100).allSatisfy(stored -> assertEnvelope(stored, EVERY_NANOS));
      assertThat(aq1).extracting(Stored::seq).startsWith(501L).endsWith(600L);
      assertThat(Given.samples(store)).hasSize(100 + SAMPLES);
      assertThat(aq1(store).gaps())
          .containsExactly(new StreamLedger.Gap(new Range(1, 500), GapReason.THINNED));
      assertThat(aq1(store).pending()).isEqualTo(100);
    }
    assertNoTrace();
  }

  private void assertNoTrace() throws IOException {
    assertThat(directory.resolve("quarantine")).doesNotExist();
    try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
      assertThat(files).noneMatch(file -> file.toString().contains(".thin"));
    }
  }

  private void tellTheGap() throws Exception {
    try (Store store = Given.open(directory)) {
      store.gap(store.epoch(), "aq1", 1, 500, GapReason.THINNED);
      Given.await("the gap", () -> !aq1(store).gaps().isEmpty());
    }
  }

  /// The replacement of the first segment as the store makes it.
  private Replacement make() throws Exception {
    Path file = directory.resolve(SEGMENT);
    Segment segment = new Segment(1, file, Sidecar.read(file).summary());
    segment.sealed(1);
    Streams streams = new Streams();
    StateDb.read(directory).orElseThrow().streams().forEach(streams::restore);
    Map<StreamKey, List<Thinning.Run>> runs = new TreeMap<>();
    segment
        .summary()
        .streams()
        .forEach((key, ranges) -> runs.put(key, streams.runs(key, ranges.getFirst())));
    try (segment) {
      return Replacement.make(
              segment,
              Grain.MINUTE,
              new Thinning(Grain.MINUTE, "aq1"::equals, boot -> -1, runs),
              () -> false)
          .orElseThrow();
    }
  }

  private static Sample sample(String device, long k) {
    return sample(device, k, EVERY_NANOS);
  }

  private static Sample sample(String device, long k, long everyNanos) {
    return new Sample(
        device,
        new BootTime(Given.BOOT, everyNanos * k),
        List.of(Given.PM25.reading((double) k), Given.T.reading(20 + (k % 100) / 10.0)));
  }

  private static StreamLedger aq1(Store store) {
    return store.ledger().stream()
        .filter(stream -> stream.device().equals("aq1"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> gaps(Store store) {
    return events(store, "gap").stream()
        .map(json -> json.replaceAll(".*\"why\":\"([a-z]+)\".*", "$1"))
        .toList();
  }

  private static List<String> alarms(Store store) {
    return events(store, "alarm");
  }

  private static List<String> events(Store store, String kind) {
    return Given.drain(store.cursor(Position.START, "gateway"::equals)).stream()
        .map(Stored::entry)
        .filter(entry -> entry instanceof Event event && event.kind().equals(kind))
        .map(entry -> ((Event) entry).json())
        .toList();
  }
}
