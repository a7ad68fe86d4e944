package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ClientThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final ClientThreads threads = new ClientThreads();
  private final CountDownLatch never = new CountDownLatch(1);

  // As Paho's sender does that was woken before it slept.
  @Test
  void endsWhoeverWaitsForEver() throws Exception {
    CountDownLatch over = new CountDownLatch(2);
    threads.execute(() -> swallow(1, over));
    Future<?> second = threads.submit(() -> swallow(3, over));
    assertThat(threads.end(LONG)).isTrue();
    assertThat(over.getCount()).isZero();
    assertThat(second).isNotNull();
  }

  @Test
  void givesUpInTime() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    threads.execute(() -> swallow(3, over));
    assertThat(threads.end(SHORT)).isFalse();
    assertThat(threads.end(LONG)).isTrue();
  }

  @Test
  void waitsForTheFirstOnly() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    threads.execute(() -> swallow(1, connected));
    Future<?> second = threads.submit(() -> swallow(1, never));
    assertThat(threads.awaitConnect(SHORT)).isFalse();
    assertThat(threads.end(LONG)).isTrue();
    assertThat(threads.awaitConnect(SHORT)).isTrue();
    assertThat(second).isNotNull();
  }

  @Test
  void hasNothingToWaitForBeforeItConnects() throws Exception {
    assertThat(threads.awaitConnect(SHORT)).isTrue();
    assertThat(threads.end(SHORT)).isTrue();
  }

  // The one that cancels may be the one that would be interrupted.
  @Test
  void isNotInterruptedByACancelledFuture() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch well = new CountDownLatch(1);
    Future<?> future =
        threads.submit(
            () -> {
              try {
                go.await();
                well.countDown();
              } catch (InterruptedException e) {
                // Seen by the latch that stays up.
              }
            });
    future.cancel(true);
    go.countDown();
    assertThat(threads.awaitConnect(LONG)).isTrue();
    assertThat(well.getCount()).isZero();
  }

  /// Waits for what never comes, however often it is interrupted but the last time.
  private void swallow(int times, CountDownLatch over) {
    for (int i = 0; i < times; i++) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // As Paho does.
      }
    }
    over.countDown();
  }
}
