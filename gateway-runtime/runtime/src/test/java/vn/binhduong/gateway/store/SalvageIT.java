package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;

/// What is saved from damage, and what is said of it: the cases that a general corpus hits only now
/// and then.
class SalvageIT {
  /// Three sealed segments of 60 samples each, and an open one.
  private static final int EACH = 60;

  private static final int SQLITE_HEADER_BYTES = 100;

  @TempDir static Path shared;
  @TempDir Path temp;

  @BeforeAll
  static void killedStore() throws Exception {
    Path living = shared.resolve("living");
    for (int life = 0; life < 3; life++) {
      try (Store store = Given.open(living)) {
        fill(store, (long) life * EACH);
      }
    }
    try (Store store = Given.open(living)) {
      fill(store, 3 * EACH);
      copy(living, shared.resolve("killed"));
    }
    Path other = shared.resolve("other");
    for (int life = 0; life < 6; life++) {
      try (Store store = Given.open(other)) {
        fill(store, (long) life * EACH);
      }
    }
  }

  private static void fill(Store store, long from) throws InterruptedException {
    for (long k = from + 1; k <= from + EACH; k++) {
      long before = store.figures().entries();
      store.append(Given.sample("aq1", k));
      if (k % 6 == 0) {
        Given.await("a commit", () -> store.figures().entries() > before);
      }
    }
    Given.await("all", () -> store.figures().entries() >= EACH);
  }

  private Path killed() throws IOException {
    Path directory = temp.resolve("data");
    copy(shared.resolve("killed"), directory);
    return directory;
  }

  private static Path segment(Path directory, int number) {
    return directory.resolve("segments/%012d.db".formatted(number));
  }

  private static List<Long> ks(Store store) {
    return Given.samples(store).stream().map(Given::k).toList();
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, 4 * EACH).boxed().toList();
  }

  private static List<GatewayEvent.Alarm> alarms(Store store, String code) throws Exception {
    List<GatewayEvent.Alarm> alarms = new ArrayList<>();
    for (Stored stored : Given.all(store)) {
      if (stored.entry() instanceof Event event
          && GatewayEvent.parse(event.kind(), event.json()) instanceof GatewayEvent.Alarm alarm
          && alarm.code().equals(code)) {
        alarms.add(alarm);
      }
    }
    return alarms;
  }

  // A cursor goes by block numbers: two files in the wrong order would hide all between them.
  @Test
  void segmentsThatChangedNamesAreReadInTheOrderOfTheirBlocks() throws Exception {
    Path directory = killed();
    for (String suffix : List.of(".db", ".seal")) {
      Path one = directory.resolve("segments/000000000001" + suffix);
      Path three = directory.resolve("segments/000000000003" + suffix);
      Path aside = directory.resolve("aside");
      Files.move(one, aside);
      Files.move(three, one);
      Files.move(aside, three);
    }
    try (Store store = Given.open(directory)) {
      assertThat(ks(store)).isEqualTo(all());
    }
  }

  @Test
  void aSegmentCopiedOverAnotherIsNotReadTwice() throws Exception {
    Path directory = killed();
    copyOver(segment(directory, 3), segment(directory, 1));
    try (Store store = Given.open(directory)) {
      assertThat(ks(store)).isEqualTo(all().subList(EACH, 4 * EACH));
      assertThat(alarms(store, "store.damage")).hasSize(1);
    }
  }

  // Its rows stand on both sides of another segment's.
  @Test
  void theWalOfAnotherSegmentGivesNoBlockTwice() throws Exception {
    Path directory = killed();
    Files.copy(Segment.wal(segment(directory, 4)), Segment.wal(segment(directory, 2)));
    Files.delete(segment(directory, 4));
    Files.delete(Segment.wal(segment(directory, 4)));
    Files.deleteIfExists(Segment.shm(segment(directory, 4)));
    try (Store store = Given.open(directory)) {
      assertThat(ks(store)).isEqualTo(all());
    }
  }

  // Sealing goes on beside the store: a kill leaves the old segment unsealed and the new one empty.
  @Test
  void aKillBetweenASegmentAndTheFirstCommitOfTheNextIsNoDamage() throws Exception {
    Path directory = killed();
    State state =
        Objects.requireNonNull(
            RawSegment.read(segment(directory, 4), RawSegment.Trust.COMMITTED).snapshot());
    Path next = temp.resolve("000000000005.db");
    try (SegmentWriter empty = SegmentWriter.create(next, state)) {
      Files.copy(next, segment(directory, 5));
      Files.copy(Segment.wal(next), Segment.wal(segment(directory, 5)));
      assertThat(empty).isNotNull();
    }
    try (Store store = Given.open(directory)) {
      assertThat(ks(store)).isEqualTo(all());
      assertThat(alarms(store, "store.damage")).isEmpty();
    }
  }

  // The list of channels stands once in a segment; without it no sample could be read.
  @Test
  void aLostListOfChannelsIsTakenFromAnotherSegment() throws Exception {
    Path directory = killed();
    breakLayouts(segment(directory, 2));
    try (Store store = Given.open(directory)) {
      assertThat(ks(store)).isEqualTo(all());
    }
  }

  // One device alone had another list; it shares its blocks with the others.
  @Test
  void aListOfChannelsThatIsFoundNowhereCostsItsDeviceOnly() throws Exception {
    Path directory = temp.resolve("data");
    try (Store store = Given.open(directory)) {
      fill(store, 0);
    }
    try (Store store = Given.open(directory)) {
      for (long k = 1; k <= EACH; k++) {
        store.append(
            new Sample(
                "odd",
                new BootTime(Given.BOOT, 1_000_000L * k),
                List.of(Given.T.reading((double) k))));
        store.append(Given.sample("aq1", EACH + k));
      }
      Given.await("all", () -> store.figures().entries() >= 2 * EACH);
    }
    breakLayouts(segment(directory, 2));
    try (Store store = Given.open(directory)) {
      assertThat(Given.samples(store))
          .extracting(stored -> stored.entry().device())
          .containsOnly("aq1");
      assertThat(ks(store)).isEqualTo(all().subList(0, 2 * EACH));
      assertThat(alarms(store, "store.damage")).hasSize(1);
      assertThat(Given.all(store))
          .filteredOn(stored -> stored.entry() instanceof Event)
          .extracting(stored -> ((Event) stored.entry()).json())
          .anySatisfy(
              json ->
                  assertThat(json)
                      .contains("\"odd\"", "\"from\":1,", "\"to\":" + EACH, "\"lost\""));
    }
  }

  private static void breakLayouts(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    for (int at = 0; at + 6 < bytes.length; at++) {
      if ((bytes[at] & 0xFF) == Layout.MAGIC && bytes[at + 1] == 1) {
        bytes[at + 8] = (byte) (bytes[at + 8] ^ 1);
      }
    }
    Files.write(segment, bytes);
  }

  @Test
  void aBrokenPageHeaderCostsNoRow() throws Exception {
    Path directory = killed();
    byte[] bytes = Files.readAllBytes(segment(directory, 2));
    for (int page = 1024; page < bytes.length; page += 1024) {
      bytes[page] = (byte) (bytes[page] ^ 0x40);
    }
    Files.write(segment(directory, 2), bytes);
    try (Store store = Given.open(directory)) {
      assertThat(ks(store)).isEqualTo(all());
    }
  }

  @Test
  void aSegmentOfAnotherGatewayIsNeverSentAsOurs() throws Exception {
    Path directory = killed();
    copyOver(shared.resolve("other/segments/000000000001.db"), segment(directory, 2));
    try (Store store = Given.open(directory)) {
      assertThat(Given.samples(store).stream().map(Stored::epoch).distinct()).hasSize(1);
      assertThat(ks(store)).hasSize(3 * EACH);
      assertThat(alarms(store, "store.damage").getFirst().text()).contains("another gateway");
    }
    assertThat(directory.resolve("quarantine/000000000002.db.1/000000000002.db"))
        .hasSameBinaryContentAs(shared.resolve("other/segments/000000000001.db"));
  }

  // SQLite reads a WAL of ours over the database of another gateway as one file.
  @Test
  void rowsOfAnotherGatewayUnderAWalOfOursAreLeftOut() throws Exception {
    Path directory = killed();
    copyOver(shared.resolve("other/segments/000000000006.db"), segment(directory, 4));
    try (Store store = Given.open(directory)) {
      assertThat(Given.samples(store).stream().map(Stored::epoch).distinct()).hasSize(1);
      assertThat(ks(store)).isEqualTo(all());
      assertThat(alarms(store, "store.damage")).isNotEmpty();
    }
    assertThat(directory.resolve("quarantine/000000000004.db.1/000000000004.db"))
        .hasSameBinaryContentAs(shared.resolve("other/segments/000000000006.db"));
  }

  // SQLite would drop every commit behind it and say nothing; and state.db cannot help either.
  @Test
  void withoutStateABrokenTailOpensANewEpochAndSaysSoUntilAllIsDelivered() throws Exception {
    Path directory = killed();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(directory.resolve("state.db" + suffix));
    }
    flip(Segment.wal(segment(directory, 4)));
    UUID was = Epochs.create(java.time.Instant.EPOCH);
    try (Store store = Given.open(directory)) {
      was = Given.samples(store).getFirst().epoch();
      assertThat(store.epoch()).isNotEqualTo(was);
      List<GatewayEvent.Alarm> alarms = alarms(store, "store.epoch");
      assertThat(alarms).hasSize(1);
      assertThat(alarms.getFirst().active()).isTrue();
      assertThat(alarms.getFirst().text()).contains(was.toString(), store.epoch().toString());
      store.append(Given.sample("aq1", 9999));
      Given.await("the new sample", () -> ks(store).contains(9999L));
      Stored fresh = Given.samples(store).getLast();
      assertThat(fresh.seq()).isEqualTo(1);
      assertThat(fresh.epoch()).isEqualTo(store.epoch());
    }
  }

  // Somebody took everything away but the quarantine: this is no new gateway.
  @Test
  void aQuarantineWithoutAStoreOpensANewEpochAndSaysSo() throws Exception {
    Path directory = Files.createDirectories(temp.resolve("data"));
    try (Store store = Given.open(directory)) {
      assertThat(alarms(store, "store.epoch")).isEmpty();
    }
    delete(directory);
    Path kase = Files.createDirectories(directory.resolve("quarantine/000000000003.db.1"));
    Files.writeString(kase.resolve("report.json"), "{}");
    try (Store store = Given.open(directory)) {
      List<GatewayEvent.Alarm> alarms = alarms(store, "store.epoch");
      assertThat(alarms).hasSize(1);
      assertThat(alarms.getFirst().text()).contains("gone", store.epoch().toString());
    }
  }

  // An older state.db comes back when its WAL is lost; its reservations may have been used up.
  @Test
  void aStateThatIsNotTheNewestDoesNotDecideWhereNumbersGoOn() throws Exception {
    Path directory = killed();
    Files.delete(directory.resolve("state.db-wal"));
    flip(Segment.wal(segment(directory, 4)));
    try (Store store = Given.open(directory)) {
      assertThat(store.epoch()).isNotEqualTo(Given.samples(store).getFirst().epoch());
      assertThat(alarms(store, "store.epoch")).hasSize(1);
    }
  }

  @Test
  void theDamagedFileIsKeptToTheLastByteWithAReportAndAnAlarmThatNamesIt() throws Exception {
    Path directory = killed();
    Path file = segment(directory, 2);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(5 * 1024);
      access.write(new byte[2048]);
    }
    byte[] damaged = Files.readAllBytes(file);
    try (Store store = Given.open(directory)) {
      List<Long> missing = new ArrayList<>(all());
      missing.removeAll(ks(store));
      assertThat(missing).isNotEmpty();
      GatewayEvent.Alarm alarm = alarms(store, "store.damage").getFirst();
      assertThat(alarm.active()).isTrue();
      assertThat(alarm.text())
          .contains(
              "000000000002.db is damaged",
              "were saved",
              missing.size() + " numbers are declared lost",
              "quarantine/000000000002.db.1");
    }
    Path kase = directory.resolve("quarantine/000000000002.db.1");
    assertThat(Files.readAllBytes(kase.resolve("000000000002.db"))).isEqualTo(damaged);
    assertThat(kase.resolve("report.json")).content().contains("\"why\":", "were saved");
  }

  // The folder is the memory of the alarm: a technician who takes the files away ends it.
  @Test
  void anEmptiedQuarantineEndsTheAlarmOnce() throws Exception {
    Quarantine quarantine = new Quarantine(temp);
    assertThat(quarantine.cleared()).isFalse();
    Path file = Files.writeString(temp.resolve("lock"), "x");
    quarantine.take(List.of(file), "why", "nothing", java.time.Instant.EPOCH);
    assertThat(quarantine.takeNews()).hasSize(1);
    assertThat(quarantine.cleared()).isFalse();
    Files.delete(temp.resolve("quarantine/lock.1/lock"));
    Files.delete(temp.resolve("quarantine/lock.1/report.json"));
    Files.delete(temp.resolve("quarantine/lock.1"));
    assertThat(quarantine.cleared()).isTrue();
    assertThat(quarantine.cleared()).isFalse();
  }

  @Test
  void neitherTheLockNorTheQuarantineNeedsToBeWhatItShouldBe() throws Exception {
    Path directory = killed();
    Files.deleteIfExists(directory.resolve("lock"));
    Files.createDirectory(directory.resolve("lock"));
    Files.writeString(directory.resolve("quarantine"), "a file");
    Files.delete(directory.resolve("witness"));
    Files.createSymbolicLink(directory.resolve("witness"), Path.of("witness"));
    try (Store store = Given.open(directory)) {
      assertThat(store.trouble()).isEmpty();
      assertThat(ks(store)).isEqualTo(all());
    }
    assertThat(directory.resolve("quarantine/quarantine.1/quarantine"))
        .content()
        .isEqualTo("a file");
  }

  // The IOC asks for numbers of an epoch of which the damage left nothing.
  @Test
  void numbersOfALostEpochAreDisownedAndThoseOfThisOneAreNot() throws Exception {
    UUID gone = new UUID(9, 9);
    try (Store store = Given.open(temp.resolve("data"))) {
      assertThat(store.disown(store.epoch(), "aq1", 10)).isFalse();
      for (long to : new long[] {10, 25}) {
        assertThat(store.disown(gone, "aq1", to)).isTrue();
        Given.await(
            "the gap",
            () ->
                store.ledger().stream()
                    .filter(s -> s.epoch().equals(gone))
                    .map(StreamLedger::gaps)
                    .anyMatch(
                        List.of(new StreamLedger.Gap(new Range(1, to), GapReason.LOST))::equals));
        assertThat(store.disown(gone, "aq1", to)).as("it was told").isFalse();
      }
      StreamLedger told =
          store.ledger().stream().filter(s -> s.epoch().equals(gone)).findFirst().orElseThrow();
      assertThat(told.last()).isEqualTo(25);
      assertThat(told.pending()).as("nothing waits").isZero();
    }
  }

  // A flipped bit anywhere in the WAL of the open segment: the rest of a number is never reused.
  @Test
  void noBitOfTheWalMakesANumberComeTwice() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("SalvageIT seed " + seed);
    Random random = new Random(seed);
    for (int run = 0; run < 12; run++) {
      Path directory = temp.resolve("flip" + run);
      copy(shared.resolve("killed"), directory);
      Path wal = Segment.wal(segment(directory, 4));
      byte[] bytes = Files.readAllBytes(wal);
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (bytes[at] ^ (byte) (1 << random.nextInt(8)));
      Files.write(wal, bytes);
      try (Store store = Given.open(directory)) {
        store.append(Given.sample("aq1", 9999));
        Given.await("the new sample", () -> ks(store).contains(9999L));
        Set<String> numbers = new HashSet<>();
        for (Stored stored : Given.samples(store)) {
          assertThat(numbers.add(stored.epoch() + " " + stored.seq())).isTrue();
          if (Given.k(stored) != 9999) {
            assertThat(stored.seq()).isEqualTo(Given.k(stored));
          } else {
            assertThat(stored.seq() > 4 * EACH || stored.seq() == 1).as("byte %d", at).isTrue();
          }
        }
      }
    }
  }

  // SQLite opens some of them for reading only, or finds out when it writes: neither is a disk that
  // cannot be written.
  @Test
  void noByteOfAHeaderKeepsTheStoreFromStoring() throws Exception {
    Path directory = temp.resolve("data");
    for (String name : List.of("state.db", "segments/000000000004.db")) {
      for (int at = 0; at < SQLITE_HEADER_BYTES; at++) {
        copy(shared.resolve("killed"), directory);
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        bytes[at] = (byte) (bytes[at] ^ 0x0B);
        Files.write(directory.resolve(name), bytes);
        String which = name + ", byte " + at;
        try (Store store = Given.open(directory)) {
          store.append(Given.sample("aq1", 9999));
          Given.await(which, () -> store.figures().entries() > 0 && ks(store).contains(9999L));
          assertThat(store.trouble()).as(which).isEmpty();
          assertThat(ks(store)).as(which).containsAll(all());
        }
        delete(directory);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] = (byte) (bytes[bytes.length / 2] ^ 4);
    Files.write(file, bytes);
  }

  private static void copyOver(Path from, Path to) throws IOException {
    Files.delete(to);
    Files.copy(from, to);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
