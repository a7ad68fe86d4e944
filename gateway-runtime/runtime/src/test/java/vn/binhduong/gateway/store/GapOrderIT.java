package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.model.Event;

/// A gap is told before it is believed: a crash at any moment leaves either the numbers pending, or
/// an event that says they are gone.
class GapOrderIT {
  @TempDir Path temp;

  private final CountDownLatch goOn = new CountDownLatch(1);

  /// Stops the store thread after the commit with so many entries in all, as a slow disk would,
  /// until [#goOn]. The store tells its listeners of its head once without a commit, when it opens.
  private void holdAfter(long entries, Store store) {
    store.onCommit(
        () -> {
          if (store.figures().entries() >= entries) {
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }

  @Test
  void aGapIsPendingUntilItsEventIsDurable() throws Exception {
    Path directory = temp.resolve("data");
    Path crashed = temp.resolve("crashed");
    try (Store store = Given.open(directory)) {
      holdAfter(3, store);
      store.append(Given.sample("aq1", 1));
      store.append(Given.sample("aq1", 2));
      Given.await("the samples", () -> store.figures().entries() == 2);
      store.append(Given.sample("aq1", 3));
      Given.await("the third", () -> store.figures().entries() == 3);

      store.gap(store.epoch(), "aq1", 2, 2, GapReason.QUARANTINED);
      assertThat(aq1(store).gaps()).isEmpty();
      assertThat(aq1(store).pending()).isEqualTo(3);
      copy(directory, crashed);

      goOn.countDown();
      Given.await("the gap", () -> !aq1(store).gaps().isEmpty());
      assertThat(gapsTold(store))
          .containsExactly(
              new GatewayEvent.Gap(
                  store.epoch(), "aq1", 2, 2, vn.binhduong.gateway.contract.Why.QUARANTINED));
    }
    try (Store store = Given.open(crashed)) {
      assertThat(aq1(store).gaps()).isEmpty();
      assertThat(aq1(store).pending()).isEqualTo(3);
    }
  }

  @Test
  void whatADamagedSegmentLostIsPendingUntilItsEventIsDurable() throws Exception {
    Path directory = temp.resolve("data");
    try (Store store = Given.open(directory)) {
      for (long k = 1; k <= 200; k++) {
        store.append(Given.sample("aq1", k));
        if (k % 20 == 0) {
          long wanted = k;
          Given.await("a commit", () -> store.figures().entries() == wanted);
        }
      }
    }
    try (Store store = Given.open(directory)) {
      holdAfter(1, store);
      store.append(Given.sample("aq1", 201));
      Given.await("the commit", () -> store.figures().entries() == 1);
      try (RandomAccessFile file =
          new RandomAccessFile(directory.resolve("segments/000000000001.db").toFile(), "rw")) {
        file.seek(5 * 1024L);
        file.write(new byte[3 * 1024]);
      }

      int left = Given.samples(store).size();
      left = Math.min(left, Given.samples(store).size());
      assertThat(left).isBetween(1, 200);
      assertThat(aq1(store).gaps()).isEmpty();

      goOn.countDown();
      Given.await("the gaps", () -> !aq1(store).gaps().isEmpty());
      assertThat(gapsTold(store)).isNotEmpty();
      int readable = Given.samples(store).size();
      Given.await("every number is held or in a gap", () -> aq1(store).pending() == readable);
    }
  }

  private static StreamLedger aq1(Store store) {
    return store.ledger().stream()
        .filter(stream -> stream.device().equals("aq1"))
        .findFirst()
        .orElseThrow();
  }

  private static List<GatewayEvent> gapsTold(Store store) throws Exception {
    List<GatewayEvent> told = new java.util.ArrayList<>();
    for (Stored stored : Given.all(store)) {
      if (stored.entry() instanceof Event event) {
        told.add(GatewayEvent.parse(event.kind(), event.json()));
      }
    }
    return told;
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
