package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {
  @TempDir Path directory;

  @Test
  void whatIsAppendedIsReadBackExactlyInOrderWithNumbersFromOne() throws Exception {
    try (Store store = Given.open(directory)) {
      for (long k = 1; k <= 100; k++) {
        assertThat(store.append(Given.sample("aq1", k))).isTrue();
      }
      Given.await("100 entries", () -> store.figures().entries() == 100);

      List<Stored> all = Given.samples(store);

      assertThat(all)
          .extracting(Stored::seq)
          .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
      assertThat(all)
          .extracting(Stored::entry)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 100).mapToObj(k -> Given.sample("aq1", k)).toList());
      assertThat(all).extracting(Stored::epoch).containsOnly(store.epoch());
    }
  }

  @Test
  void numbersGoOnAfterReopening() throws Exception {
    for (int life = 0; life < 3; life++) {
      try (Store store = Given.open(directory)) {
        for (long k = 1; k <= 10; k++) {
          store.append(Given.sample("aq1", life * 10L + k));
        }
      }
    }
    try (Store store = Given.open(directory)) {
      assertThat(Given.samples(store))
          .hasSize(30)
          .allMatch(stored -> stored.seq() == Given.k(stored));
    }
  }

  @Test
  void rareSamplesMakeNoWalThatIsLargerThanASegment() throws Exception {
    StoreSettings small =
        new StoreSettings(
            Duration.ofMillis(10), 16, 1, Duration.ofDays(1), 8192, Duration.ofDays(60), 0);
    long largest = 0;
    try (Store store = Given.open(directory, small)) {
      for (long k = 1; k <= 1_000; k++) {
        long before = k - 1;
        store.append(Given.sample("aq1", k));
        store.commitNow();
        Given.await("a commit", () -> store.figures().entries() > before);
        if (k % 50 == 0) {
          largest = Math.max(largest, largestWal());
        }
      }
      assertThat(Given.samples(store)).hasSize(1_000);
    }
    assertThat(SegmentFiles.list(directory).size()).isGreaterThan(1);
    assertThat(largest).isBetween(1L << 19, small.segmentBytes() + (1 << 16));
  }

  private long largestWal() throws IOException {
    long largest = 0;
    for (Path file : SegmentFiles.list(directory).values()) {
      largest = Math.max(largest, Segment.sizeOf(Segment.wal(file)));
    }
    return largest;
  }
}
