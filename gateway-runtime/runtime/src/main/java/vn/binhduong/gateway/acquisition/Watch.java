package vn.binhduong.gateway.acquisition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import vn.binhduong.gateway.health.HealthState;

/// Watches the deadlines of all links from a thread of its own, and counts the threads that had to
/// be abandoned. Nothing that runs on it may block.
final class Watch implements AutoCloseable {
  /// Most abandoned threads in one process.
  static final int ABANDONED_MAX = 4;

  private final ScheduledThreadPoolExecutor timer;
  private final List<Set<String>> abandoned = new ArrayList<>();
  private final AtomicBoolean escalated = new AtomicBoolean();
  private final Consumer<Restart> escalate;

  Watch(Consumer<Restart> escalate) {
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

  /// Runs a check again and again.
  void every(long nanos, Runnable check) {
    var _ = timer.scheduleWithFixedDelay(check, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /// Claims one abandoned thread; false when there are too many.
  ///
  /// @param devices what it hangs in, to be named should there be one too many
  synchronized boolean claim(Set<String> devices) {
    return abandoned.size() < ABANDONED_MAX && abandoned.add(devices);
  }

  /// An abandoned thread has ended after all.
  synchronized void release(Set<String> devices) {
    abandoned.remove(devices);
  }

  /// No further thread can be abandoned: asks for a restart and names all that hang.
  void giveUp(String reason, Set<String> devices) {
    Set<String> suspects = new HashSet<>(devices);
    synchronized (this) {
      abandoned.forEach(suspects::addAll);
    }
    escalate(new Restart(reason, suspects, HealthState.STUCK));
  }

  /// Tells root, once, that the process should restart itself cleanly.
  void escalate(Restart restart) {
    if (escalated.compareAndSet(false, true)) {
      escalate.accept(restart);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
