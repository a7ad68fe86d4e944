package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
  @Test
  void adjacentRangesBecomeOne() {
    Ranges ranges = Ranges.of(List.of(new Range(1, 3), new Range(7, 9), new Range(4, 6)));
    assertThat(ranges.toList()).containsExactly(new Range(1, 9));
  }

  // Every number is delivered or in a gap: that proof stands on this arithmetic.
  @Test
  void behavesLikeASetOfBits() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("RangesTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Ranges ranges = new Ranges();
      BitSet bits = new BitSet();
      for (int i = 0; i < 30; i++) {
        int from = 1 + random.nextInt(100);
        int to = from + random.nextInt(12);
        ranges.add(from, to);
        bits.set(from, to + 1);
        assertThat(ranges.size()).isEqualTo(bits.cardinality());
        int low = 1 + random.nextInt(100);
        int high = low + random.nextInt(40);
        List<Long> missing = new ArrayList<>();
        ranges
            .missing(low, high)
            .forEach(
                r -> {
                  for (long n = r.from(); n <= r.to(); n++) {
                    missing.add(n);
                  }
                });
        List<Long> expected = new ArrayList<>();
        for (int n = low; n <= high; n++) {
          assertThat(ranges.contains(n)).isEqualTo(bits.get(n));
          if (!bits.get(n)) {
            expected.add((long) n);
          }
        }
        assertThat(missing).isEqualTo(expected);
      }
    }
  }
}
