package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

/// The order in which batches leave, and what a refusal or a lost connection does to it.
class LaneQueueTest {
  private final MemoryLog log = new MemoryLog();
  private final LaneQueue queue = new LaneQueue(new Taken());

  private Batch batch(String device, int samples) {
    int from = log.entries.size();
    log.measure(device, samples, 0);
    return new Batch(
        Lane.LIVE,
        log.entries.subList(from, from + samples).stream()
            .map(stored -> new Item(stored, new WallTime(0, ClockState.SYNCED, 1)))
            .toList());
  }

  // What was in flight goes before what was not, in the order of its numbers.
  @Test
  void sendsAgainInOrder() {
    Batch first = batch("aq1", 2);
    Batch second = batch("aq1", 2);
    Batch third = batch("aq1", 2);
    queue.add(first);
    queue.add(second);
    queue.add(third);
    queue.poll(0);
    queue.poll(0);
    assertThat(queue.lost(List.of(first, second), Blame.SHARED, 1, 0)).isEmpty();
    assertThat(List.of(next(), next(), next())).containsExactly("aq1 1..2", "aq1 3..4", "aq1 5..6");
  }

  // A held topic hurts no other; what comes for it meanwhile is read again from the first passed
  // by.
  @Test
  void passesByAHeldTopic() {
    Batch held = batch("aq1", 1);
    queue.add(held);
    queue.poll(0);
    queue.refused(held, Held.Why.RETRY, 100);
    Batch passed = batch("aq1", 1);
    queue.add(passed);
    queue.add(batch("aq1", 1));
    queue.add(batch("aq2", 1));
    assertThat(next()).isEqualTo("aq2 1..1");
    assertThat(queue.poll(99)).isNull();
    assertThat(queue.poll(100)).isSameAs(held);
    assertThat(queue.done(held, 101)).isEqualTo(passed.position());
    assertThat(queue.isEmpty()).isTrue();
  }

  // Two abnormal ends make a suspect, alone it is halved, and only the last single entry is given
  // up.
  @Test
  void narrowsASuspectDown() {
    Batch suspect = batch("aq1", 2);
    queue.lost(List.of(suspect), Blame.SHARED, 1, 0);
    Batch again = queue.poll(0);
    assertThat(again).hasToString("aq1 1..2");
    queue.lost(List.of(again), Blame.SHARED, 1, 0);
    assertThat(queue.poll(0)).as("beside others").isNull();
    Batch alone = queue.pollSuspect(0);
    assertThat(queue.lost(List.of(alone), Blame.ALONE, 1, 0)).isEmpty();
    for (int i = 0; i < 2; i++) {
      alone = queue.pollSuspect(0);
      assertThat(alone).hasToString("aq1 1..1");
      assertThat(queue.lost(List.of(alone), Blame.ALONE, 1, 0)).isEmpty();
    }
    alone = queue.pollSuspect(0);
    List<Batch> hopeless = queue.lost(List.of(alone), Blame.ALONE, 1, 0);
    assertThat(hopeless).singleElement().hasToString("aq1 1..1");
    queue.done(hopeless.getFirst(), 0);
    assertThat(queue.pollSuspect(0)).hasToString("aq1 2..2");
  }

  // Where no other data arrives, a trial that fails says nothing about the suspect.
  @Test
  void countsATrialOnlyWhereOtherDataArrives() {
    Batch suspect = batch("aq1", 1);
    queue.lost(List.of(suspect), Blame.SHARED, Long.MIN_VALUE, 0);
    queue.lost(List.of(Objects.requireNonNull(queue.poll(0))), Blame.SHARED, Long.MIN_VALUE, 0);
    for (int i = 0; i < 10; i++) {
      Batch alone = Objects.requireNonNull(queue.pollSuspect(0));
      assertThat(queue.lost(List.of(alone), Blame.ALONE, -1, 0)).isEmpty();
    }
  }

  // An end before the greeting was answered blames no batch.
  @Test
  void blamesNothingWithoutCause() {
    Batch innocent = batch("aq1", 1);
    for (int i = 0; i < 10; i++) {
      assertThat(queue.lost(List.of(innocent), Blame.NONE, 1, 0)).isEmpty();
      innocent = Objects.requireNonNull(queue.poll(0));
    }
    assertThat(innocent.strikes()).isZero();
  }

  private String next() {
    return String.valueOf(queue.poll(0));
  }
}
