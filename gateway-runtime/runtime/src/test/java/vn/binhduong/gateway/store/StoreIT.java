package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
