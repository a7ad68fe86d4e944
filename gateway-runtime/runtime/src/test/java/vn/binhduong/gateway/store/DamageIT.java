package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.binhduong.gateway.model.Event;

/// Whatever stands in the directory, the store starts, gives what is readable, never gives a number
/// twice, and says of every other number that it is lost.
class DamageIT {
  private static final int SEALED = 200;
  private static final int OPEN = 200;

  @TempDir static Path shared;
  @TempDir Path temp;

  enum Harm {
    TRUNCATED,
    EMPTY,
    ZEROED,
    GARBAGE,
    ONE_BIT,
    MISSING,
    DIRECTORY
  }

  record Case(String file, Harm harm) {}

  static Stream<Case> cases() {
    return Stream.of(
            "segments/000000000001.db",
            "segments/000000000001.seal",
            "segments/000000000002.db",
            "segments/000000000002.db-wal",
            "segments/000000000002.db-shm",
            "state.db",
            "state.db-wal",
            "state.db-shm",
            "witness")
        .flatMap(file -> Arrays.stream(Harm.values()).map(harm -> new Case(file, harm)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void damageIsSurvivedSalvagedAndToldAndNoNumberIsGivenTwice(Case harmed) throws Exception {
    Path directory = temp.resolve("killed");
    copy(shared.resolve("killed"), directory);
    Set<Long> told = new HashSet<>();
    for (long k = 1; k <= SEALED + OPEN; k++) {
      told.add(k);
    }
    harm(directory.resolve(harmed.file()), harmed.harm());

    try (Store store = Given.open(directory)) {
      assertThat(store.trouble()).isEmpty();
      assertThat(store.append(Given.sample("aq1", 9999))).isTrue();
      Given.await(
          "the new sample",
          () -> Given.samples(store).stream().anyMatch(stored -> Given.k(stored) == 9999));

      List<Stored> samples = Given.samples(store);
      Set<String> numbers = new HashSet<>();
      for (Stored stored : samples) {
        assertThat(numbers.add(stored.epoch() + "/" + stored.seq())).isTrue();
        if (Given.k(stored) != 9999) {
          assertThat(stored.seq()).isEqualTo(Given.k(stored));
          told.remove(stored.seq());
        } else if (stored.epoch().equals(samples.getFirst().epoch()) && samples.size() > 1) {
          assertThat(stored.seq()).isGreaterThan(SEALED + OPEN);
        }
      }
      List<String> gaps = new ArrayList<>();
      for (Stored stored : Given.all(store)) {
        if (stored.entry() instanceof Event event && event.kind().equals("gap")) {
          gaps.add(event.json());
        }
      }
      boolean sameEpoch =
          samples.stream().map(Stored::epoch).distinct().count() == 1 && samples.size() > 1;
      for (long lost : told) {
        assertThat(sameEpoch ? inGaps(gaps, lost) : true).as("number %d", lost).isTrue();
      }
      int least =
          switch (harmed.file()) {
            case "segments/000000000001.db" -> OPEN;
            case "segments/000000000002.db-wal" -> SEALED;
            default -> SEALED + OPEN;
          };
      assertThat(samples).hasSizeGreaterThan(least);
    }
  }

  private static boolean inGaps(List<String> gaps, long number) {
    return gaps.stream()
        .anyMatch(
            json -> {
              long from = Long.parseLong(json.replaceAll(".*\"from\":(\\d+).*", "$1"));
              long to = Long.parseLong(json.replaceAll(".*\"to\":(\\d+).*", "$1"));
              return json.contains("\"dev\":\"aq1\"") && from <= number && number <= to;
            });
  }

  /// One sealed segment and one open, as a SIGKILL leaves them.
  @BeforeAll
  static void killedStore() throws Exception {
    Path living = shared.resolve("living");
    try (Store store = Given.open(living)) {
      append(store, 1, SEALED);
    }
    try (Store store = Given.open(living)) {
      append(store, SEALED + 1, SEALED + OPEN);
      copy(living, shared.resolve("killed"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static void append(Store store, long from, long to) throws InterruptedException {
    for (long k = from; k <= to; k++) {
      long entries = store.figures().entries();
      store.append(Given.sample("aq1", k));
      if (k % 10 == 0) {
        Given.await("a commit", () -> store.figures().entries() > entries);
      }
    }
    Given.await("all", () -> store.figures().entries() >= to - from + 1);
  }

  private static void harm(Path file, Harm harm) throws IOException {
    long size = Files.size(file);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      switch (harm) {
        case TRUNCATED -> access.setLength(size / 2);
        case EMPTY -> access.setLength(0);
        case ZEROED -> access.write(new byte[(int) size]);
        case GARBAGE -> {
          byte[] garbage = new byte[(int) size];
          new Random(size).nextBytes(garbage);
          access.write(garbage);
        }
        case ONE_BIT -> {
          access.seek(size / 2);
          int was = access.read();
          access.seek(size / 2);
          access.write(was ^ 4);
        }
        case MISSING -> Files.delete(file);
        case DIRECTORY -> {
          Files.delete(file);
          Files.createDirectory(file);
        }
      }
    }
  }
}
