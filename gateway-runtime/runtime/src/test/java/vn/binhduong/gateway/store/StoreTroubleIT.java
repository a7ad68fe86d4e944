package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.Event;

/// What hinders the store, and what it does about space.
class StoreTroubleIT {
  @TempDir Path temp;

  // The technician sees why, measuring goes on, and nothing that waits is lost when it is repaired.
  @Test
  void aDirectoryThatCannotBeOpenedIsToldAndTriedAgainAndNothingThatWaitsIsLost() throws Exception {
    Path directory = temp.resolve("data");
    Files.writeString(directory, "a file where the directory should be");
    try (Store store = Given.open(directory)) {
      assertThat(store.trouble()).hasValueSatisfying(why -> assertThat(why).contains("data"));
      assertThat(store.epoch()).isEqualTo(Store.NO_EPOCH);
      assertThat(store.append(Given.sample("aq1", 1))).isTrue();

      Files.delete(directory);

      Given.await("the sample", () -> !Given.samples(store).isEmpty());
      Given.await("no trouble", () -> store.trouble().isEmpty());
      assertThat(Given.samples(store)).extracting(Stored::seq).containsExactly(1L);
    }
  }

  @Test
  void aFullQueueRefusesAndCountsPerDevice() throws Exception {
    Path directory = temp.resolve("data");
    Files.writeString(directory, "a file where the directory should be");
    StoreSettings small =
        new StoreSettings(
            Duration.ofMillis(10), 256, 1, Duration.ofHours(6), 64, Duration.ofDays(60), 0);
    int accepted = 0;
    try (Store store = Given.open(directory, small)) {
      for (long k = 1; k <= 1000; k++) {
        accepted += store.append(Given.sample("aq1", k)) ? 1 : 0;
      }
      assertThat(accepted).isBetween(100, 900);
      int refused = 1000 - accepted;
      Files.delete(directory);
      assertThat(store.figures().overruns()).isEqualTo(refused);
      Given.await("the commit", () -> store.figures().entries() == 1000 - refused);
      Given.await("no trouble", () -> store.trouble().isEmpty());
      assertThat(Given.samples(store)).hasSize(accepted);
      assertThat(store.ledger())
          .filteredOn(stream -> stream.device().equals("aq1"))
          .singleElement()
          .satisfies(stream -> assertThat(stream.overruns()).isEqualTo(refused));
    }
  }

  @Test
  void aSecondGatewayIsKeptOut() throws Exception {
    Store first = Given.open(temp);
    try (Store second = Given.open(temp)) {
      try (first) {
        assertThat(first.trouble()).isEmpty();
        assertThat(second.trouble())
            .hasValueSatisfying(why -> assertThat(why).contains("in use by another gateway"));
        assertThat(second.lockedOut()).isTrue();
      }
      Given.await("the lock", () -> !second.lockedOut());
    }
  }

  // Deleting what was never delivered must be a delivered record itself.
  @Test
  void overTheBudgetTheOldestGoesAndWhatWasPendingStandsInGaps() throws Exception {
    StoreSettings tiny =
        new StoreSettings(
            Duration.ofMillis(10), 1, 1, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
    try (Store store = Given.open(temp, tiny)) {
      long k = 0;
      for (int round = 0; round < 150; round++) {
        for (int i = 0; i < 1000; i++) {
          store.append(Given.sample("aq1", ++k));
        }
        long expected = k;
        Given.await(
            "commit",
            () ->
                store.ledger().stream()
                    .filter(stream -> stream.device().equals("aq1"))
                    .anyMatch(stream -> stream.last() == expected));
      }
      // The gap is told first, then written down, then the file goes.
      Given.await("space", () -> ledger(store).first() > 1);

      assertThat(gaps(store)).isNotEmpty().allMatch(json -> json.contains("\"why\":\"dropped\""));
      assertThat(ledger(store).gaps()).isNotEmpty().allMatch(gap -> gap.why() == GapReason.DROPPED);
      Given.await(
          "every number is held or in a gap",
          () -> {
            StreamLedger ledger = ledger(store);
            return ledger.gaps().getFirst().range().equals(new Range(1, ledger.first() - 1))
                && ledger.pending() == Given.samples(store).size();
          });
    }
  }

  private static StreamLedger ledger(Store store) {
    return store.ledger().stream()
        .filter(stream -> stream.device().equals("aq1"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> gaps(Store store) {
    return Given.all(store).stream()
        .map(Stored::entry)
        .filter(entry -> entry instanceof Event event && event.kind().equals("gap"))
        .map(entry -> ((Event) entry).json())
        .toList();
  }
}
