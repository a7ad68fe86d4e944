package vn.binhduong.gateway.acquisition;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Watches the deadlines of all links from a thread of its own, and counts the threads that had to
/// be abandoned. Nothing that runs on it may block.
final class Watch implements AutoCloseable {
  /// Most abandoned threads in one process.
  static final int ABANDONED_MAX = 4;

  private final ScheduledThreadPoolExecutor timer;
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicBoolean escalated = new AtomicBoolean();
  private final Consumer<String> escalate;

  Watch(Consumer<String> escalate) {
    this.escalate = escalate;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("acquisition-watch").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Runs a check after a delay; the returned action calls it off.
  Runnable in(long nanos, Runnable check) {
    try {
      var pending = timer.schedule(check, Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return () -> pending.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {}; // closing: threads are joined with their own limit
    }
  }

  /// Claims one abandoned thread; false when there are too many.
  boolean claim() {
    int count = abandoned.get();
    while (count < ABANDONED_MAX) {
      int found = abandoned.compareAndExchange(count, count + 1);
      if (found == count) {
        return true;
      }
      count = found;
    }
    return false;
  }

  /// An abandoned thread has ended after all.
  void release() {
    abandoned.decrementAndGet();
  }

  /// Tells root, once, that the process should restart itself cleanly.
  void escalate(String reason) {
    if (escalated.compareAndSet(false, true)) {
      escalate.accept(reason);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
