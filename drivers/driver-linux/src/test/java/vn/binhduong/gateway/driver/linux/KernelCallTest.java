package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;

/// A read on a thread of its own.
class KernelCallTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration BLOCK_TIME = Duration.ofMillis(100);

  /// What is read and what is thrown reach the caller as they are.
  @Test
  void resultAndExceptionsReachTheCaller() throws Exception {
    assertThat(KernelCall.run("reader", () -> 42)).isEqualTo(42);
    assertThatThrownBy(
            () ->
                KernelCall.run(
                    "reader",
                    () -> {
                      throw DriverException.protocol("expected 1, found 2");
                    }))
        .isInstanceOf(DriverException.class)
        .hasMessage("expected 1, found 2");
    assertThatThrownBy(
            () ->
                KernelCall.run(
                    "reader",
                    () -> {
                      throw new IllegalStateException("mistake");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  /// A read that the kernel lets nobody interrupt must not hold up the thread that interrupts (the
  /// host's supervisor of all links), but must keep the thread of its device until it has ended:
  /// otherwise each retry would leave one more such read behind, unseen by the host.
  @Test
  void uninterruptibleReadKeepsTheCallerAndNotTheInterrupter() throws Exception {
    var kernelLetsGo = new CountDownLatch(1);
    var reading = new CountDownLatch(1);
    var outcome = new CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    KernelCall.run("reader", () -> uninterruptible(reading, kernelLetsGo));
                  } catch (DriverException | InterruptedException thrown) {
                    outcome.complete(thrown);
                  }
                });
    assertThat(reading.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    long before = System.nanoTime();
    caller.interrupt();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LIMIT);
    assertThat(caller.join(BLOCK_TIME)).as("caller ended before its read").isFalse();
    kernelLetsGo.countDown();
    assertThat(caller.join(LIMIT)).as("caller ended after its read").isTrue();
    assertThat(outcome.getNow(null)).isInstanceOf(InterruptedException.class);
  }

  /// Sleeps as a thread in state D: whatever comes, until it is let go.
  private static int uninterruptible(CountDownLatch reading, CountDownLatch kernelLetsGo) {
    reading.countDown();
    int interrupts = 0;
    while (kernelLetsGo.getCount() > 0) {
      try {
        kernelLetsGo.await();
      } catch (InterruptedException ignored) {
        interrupts++;
      }
    }
    return interrupts;
  }
}
