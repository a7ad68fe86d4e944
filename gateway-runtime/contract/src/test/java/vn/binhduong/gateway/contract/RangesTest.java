package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Ranges are compared with a bit set that does the same.
class RangesTest {
  private static final int NUMBERS = 200;

  @Test
  void behavesLikeASetOfNumbers() {
    long seed = Long.getLong("ranges.seed", System.nanoTime());
    System.out.println("RangesTest: seed " + seed);
    Random random = new Random(seed);
    for (int run = 0; run < 300; run++) {
      Ranges ranges = new Ranges();
      BitSet model = new BitSet();
      for (int step = 0; step < 60; step++) {
        int from = random.nextInt(NUMBERS);
        int to = Math.min(NUMBERS - 1, from + random.nextInt(12));
        int before = model.cardinality();
        if (random.nextInt(4) == 0) {
          ranges.remove(from, to);
          model.clear(from, to + 1);
        } else {
          model.set(from, to + 1);
          assertThat(ranges.add(from, to)).isEqualTo(model.cardinality() - before);
        }
        check(ranges, model, seed);
      }
    }
  }

  private static void check(Ranges ranges, BitSet model, long seed) {
    assertThat(ranges.count()).as("seed %d", seed).isEqualTo(model.cardinality());
    BitSet missing = new BitSet();
    ranges.gaps(0, NUMBERS - 1).forEach(gap -> missing.set((int) gap.from(), (int) gap.to() + 1));
    long last = -2;
    for (Ranges.Range range : ranges.toList()) {
      assertThat(range.from()).as("apart").isGreaterThan(last + 1);
      last = range.to();
      assertThat(ranges.containsAll(range.from(), range.to())).isTrue();
      assertThat(ranges.containsAll(range.from(), range.to() + 1)).isFalse();
      assertThat(ranges.unbrokenFrom(range.from())).isEqualTo(range.to());
    }
    for (int number = 0; number < NUMBERS; number++) {
      assertThat(ranges.contains(number)).isEqualTo(model.get(number));
      assertThat(missing.get(number)).isEqualTo(!model.get(number));
    }
  }

  // The account may say too much is missing, but as little too much as can be, and never too
  // little.
  @Test
  void mergingFillsTheNarrowestHoles() {
    Ranges ranges = new Ranges();
    ranges.add(1, 2);
    ranges.add(4);
    ranges.add(10, 20);
    ranges.add(23);
    ranges.add(100);
    assertThat(ranges.mergedTo(3)).hasToString("1-4,10-23,100");
    assertThat(ranges.mergedTo(1)).hasToString("1-100");
    assertThat(ranges.mergedTo(5)).isEqualTo(ranges).isNotSameAs(ranges);
  }

  @Test
  void worksAtTheLastNumber() {
    Ranges ranges = new Ranges();
    assertThat(ranges.add(Ids.NUMBER_MAX)).isEqualTo(1);
    assertThat(ranges.add(1, Ids.NUMBER_MAX)).isEqualTo(Ids.NUMBER_MAX - 1);
    assertThat(ranges.gaps(1, Ids.NUMBER_MAX)).isEmpty();
    assertThatThrownBy(() -> ranges.add(Ids.NUMBER_MAX + 1))
        .hasMessage("from: expected 0 to 9007199254740991, found 9007199254740992");
  }

  @Test
  void anAcknowledgementSaysWhatWasReceived() throws ContractException {
    Ranges received = new Ranges();
    received.add(1, 10);
    for (int i = 0; i < 20; i++) {
      received.add(20 + 2L * i);
    }
    Ack ack = Ack.of(Examples.EPOCH, received);
    assertThat(ack.hwm()).isEqualTo(10);
    assertThat(ack.above()).hasSize(Ack.ABOVE_MAX).startsWith(new Ranges.Range(20, 20));
    assertThat(Ack.parse(ack.toJson())).isEqualTo(ack);
    assertThat(ack.covered().count()).isEqualTo(10 + Ack.ABOVE_MAX);
  }

  @Test
  void droppedRangesAreMergedForTheLedger() {
    List<Ledger.Dropped> dropped =
        List.of(
            new Ledger.Dropped(20, 29, Why.DROPPED),
            new Ledger.Dropped(1, 2, Why.LOST),
            new Ledger.Dropped(3, 4, Why.LOST),
            new Ledger.Dropped(6, 12, Why.OVERRUN));
    assertThat(Ledger.Dropped.merge(dropped, 64))
        .containsExactly(
            new Ledger.Dropped(1, 4, Why.LOST),
            new Ledger.Dropped(6, 12, Why.OVERRUN),
            new Ledger.Dropped(20, 29, Why.DROPPED));
    assertThat(Ledger.Dropped.merge(dropped, 2))
        .containsExactly(
            new Ledger.Dropped(1, 12, Why.OVERRUN), new Ledger.Dropped(20, 29, Why.DROPPED));
  }
}
