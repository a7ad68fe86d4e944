package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.BootTime;

/// Nothing that is thrown on the store thread ends it, loses what it has in hand, or makes it
/// commit something twice.
class StoreErrorIT {
  @TempDir Path directory;

  private final AtomicInteger errorsToCome = new AtomicInteger();

  /// Throws an Error while there are any to come: at opening, and after a block is on the disk but
  /// before the store knows it.
  private BootTime failingNow() {
    if (errorsToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new OutOfMemoryError("of the test");
    }
    return Given.now();
  }

  private Store open() throws InterruptedException {
    return Store.open(Given.fast(), directory, this::failingNow, InstantSource.system());
  }

  // A lock that stayed behind would keep the gateway out of its own directory for ever.
  @Test
  void anErrorAtOpeningIsToldAndTriedAgain() throws Exception {
    errorsToCome.set(1);
    try (Store store = open()) {
      assertThat(store.trouble())
          .hasValueSatisfying(why -> assertThat(why).contains("memory is short"));
      assertThat(store.append(Given.sample("aq1", 1))).isTrue();
      Given.await("the sample", () -> Given.samples(store).size() == 1);
      Given.await("no trouble", () -> store.trouble().isEmpty());
    }
  }

  @Test
  void anErrorInACommitNeitherLosesTheBatchNorCommitsItTwice() throws Exception {
    try (Store store = open()) {
      append(store, 1, 10);
      Given.await("the first", () -> store.figures().entries() == 10);
      errorsToCome.set(1);
      append(store, 11, 20);
      append(store, 21, 30);
      Given.await("all", () -> Given.samples(store).size() == 30);
      Given.await("no trouble", () -> store.trouble().isEmpty());
      assertNumbersAreTheSamples(Given.samples(store), 30);
    }
    try (Store store = open()) {
      assertNumbersAreTheSamples(Given.samples(store), 30);
    }
  }

  @Test
  void anErrorOfAListenerDoesNotCommitTheBatchTwice() throws Exception {
    try (Store store = open()) {
      AtomicInteger toThrow = new AtomicInteger(2);
      store.onCommit(
          () -> {
            switch (toThrow.getAndDecrement()) {
              case 2 -> throw new LinkageError("of the test");
              case 1 -> throw new IllegalStateException("of the test");
              default -> {}
            }
          });
      append(store, 1, 10);
      Given.await("the first", () -> store.figures().entries() == 10);
      append(store, 11, 20);
      Given.await("all", () -> store.figures().entries() >= 20);
      append(store, 21, 30);
      Given.await("all", () -> store.figures().entries() >= 30);
      assertNumbersAreTheSamples(Given.samples(store), 30);
    }
  }

  private static void append(Store store, long from, long to) {
    for (long k = from; k <= to; k++) {
      assertThat(store.append(Given.sample("aq1", k))).isTrue();
    }
  }

  private static void assertNumbersAreTheSamples(List<Stored> samples, long count) {
    List<Long> expected = LongStream.rangeClosed(1, count).boxed().toList();
    assertThat(samples).extracting(Stored::seq).isEqualTo(expected);
    assertThat(samples).extracting(Given::k).isEqualTo(expected);
  }
}
