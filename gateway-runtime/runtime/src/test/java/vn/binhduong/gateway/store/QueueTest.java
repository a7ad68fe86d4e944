package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.Event;

/// The figure that, with the commit interval, bounds what a power cut can take.
class QueueTest {
  private final Queue queue = new Queue(1 << 20, Duration.ofHours(1));

  /// What waits for its interval is not late, however long the interval.
  @Test
  void whatIsNotDueIsNotLate() {
    queue.offer(Given.sample("wx1", 1));
    assertThat(queue.longestNanos()).isZero();
  }

  /// A commit that hangs must show while it hangs, not when it is over: that is when power fails.
  @Test
  void theCommitUnderWayCounts() throws InterruptedException {
    queue.offer(event());
    long waiting = queue.longestNanos();
    assertThat(waiting).isPositive();
    assertThat(queue.take(Duration.ZERO)).hasSize(1);
    long taken = queue.longestNanos();
    assertThat(taken).isGreaterThan(waiting);
    queue.settled();
    long settled = queue.longestNanos();
    assertThat(settled).isGreaterThan(taken);
    assertThat(queue.longestNanos()).isEqualTo(settled);
  }

  /// What the store thread does between commits delays the next one as much as a slow commit.
  @Test
  void whatIsDueAndNotTakenCounts() throws InterruptedException {
    queue.offer(event());
    queue.take(Duration.ZERO);
    queue.settled();
    long settled = queue.longestNanos();
    queue.offer(event());
    while (queue.longestNanos() == settled) {
      Thread.onSpinWait();
    }
    assertThat(queue.longestNanos()).isGreaterThan(settled);
  }

  private static Event event() {
    return new Event(Given.now(), "alarm", "{}");
  }
}
