package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

/// What may share a message, and when a message is made of it.
class BatcherTest {
  private final MemoryLog log = new MemoryLog();
  private final List<String> closed = new ArrayList<>();
  private final Batcher batcher =
      new Batcher(Lane.LIVE, 5, 10_000, 100, batch -> closed.add(batch.toString()));

  private Item item(int index, long clockOffset) {
    return new Item(log.entries.get(index), new WallTime(index, ClockState.SYNCED, clockOffset));
  }

  // The first entry waits at most so long, however slowly others come; what it has waited before
  // it was read counts.
  @Test
  void countsTheWaitFromTheMeasurement() {
    log.measure("aq1", 1, 950);
    batcher.add(item(0, 1), 1_000);
    assertThat(batcher.nextDue()).isEqualTo(1_050);
  }

  // A link that became slower gets smaller messages.
  @Test
  void obeysANewLimit() {
    log.measure("aq1", 4, 0);
    batcher.limit(2 * item(0, 1).estimatedBytes());
    for (int i = 0; i < 4; i++) {
      batcher.add(item(i, 1), 0);
    }
    assertThat(closed).containsExactly("aq1 1..2", "aq1 3..4");
  }

  @Test
  void closesWhenTheFirstHasWaited() {
    log.measure("aq1", 2, 1_000);
    batcher.add(item(0, 1), 1_000);
    batcher.add(item(1, 1), 1_090);
    batcher.closeNextDue(1_099);
    assertThat(closed).isEmpty();
    assertThat(batcher.nextDue()).isEqualTo(1_100);
    batcher.closeNextDue(1_100);
    assertThat(closed).containsExactly("aq1 1..2");
    assertThat(batcher.buffered()).isZero();
  }

  // What cannot be sent yet grows instead of standing in line as many small messages.
  @Test
  void closesOneAtATimeTheOldestFirst() {
    log.measure("aq1", 1, 1_010);
    log.measure("aq2", 1, 1_000);
    log.measure("aq1", 1, 1_150);
    batcher.add(item(0, 1), 1_010);
    batcher.add(item(1, 1), 1_010);
    batcher.closeNextDue(1_200);
    assertThat(closed).containsExactly("aq2 1..1");
    batcher.add(item(2, 1), 1_200);
    batcher.closeNextDue(1_200);
    assertThat(closed).containsExactly("aq2 1..1", "aq1 1..2");
  }

  @Test
  void closesWhenFull() {
    log.measure("aq1", 6, 0);
    for (int i = 0; i < 6; i++) {
      batcher.add(item(i, 1), 0);
    }
    assertThat(closed).containsExactly("aq1 1..5");
    assertThat(batcher.buffered()).isEqualTo(1);
  }

  // A message never crosses a clock offset: its times could not be corrected together.
  @Test
  void closesAtAClockOffset() {
    log.measure("aq1", 3, 0);
    batcher.add(item(0, 1), 0);
    batcher.add(item(1, 1), 0);
    batcher.add(item(2, 2), 0);
    assertThat(closed).containsExactly("aq1 1..2");
  }

  // A receiver tells the rows of a message apart by their times, and no time is bent for that.
  @Test
  void closesAtATimeThatIsNotLater() {
    log.measure("aq1", 4, 0);
    int[] millis = {10, 11, 11, 7};
    for (int i = 0; i < millis.length; i++) {
      batcher.add(new Item(log.entries.get(i), new WallTime(millis[i], ClockState.SYNCED, 1)), 0);
    }
    batcher.closeAll();
    assertThat(closed).containsExactly("aq1 1..2", "aq1 3..3", "aq1 4..4");
  }

  // Numbers of a message have no holes.
  @Test
  void closesAtAHole() {
    log.measure("aq1", 3, 0);
    batcher.add(item(0, 1), 0);
    batcher.add(item(2, 1), 0);
    batcher.closeAll();
    assertThat(closed).containsExactly("aq1 1..1", "aq1 3..3");
  }

  @Test
  void keepsDevicesApart() {
    log.measure("aq1", 1, 0);
    log.measure("aq2", 2, 0);
    for (int i = 0; i < 3; i++) {
      batcher.add(item(i, 1), 0);
    }
    batcher.closeLargest();
    assertThat(closed).containsExactly("aq2 1..2");
  }
}
