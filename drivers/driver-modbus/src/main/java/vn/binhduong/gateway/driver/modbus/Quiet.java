package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The silence that must lie between an exchange and the next request. Used by one thread.
final class Quiet {
  private final long gapNanos;
  private long notBefore = System.nanoTime();

  Quiet(Duration gap) {
    this.gapNanos = gap.toNanos();
  }

  /// The bus falls silent now.
  void begins() {
    notBefore = System.nanoTime() + gapNanos;
  }

  /// Sleeps until the bus was silent long enough; at once where it was.
  void await() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long left = notBefore - System.nanoTime();
    if (left > 0 && gapNanos > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
