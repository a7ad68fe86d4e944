package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// A call into a driver that runs on the thread of its device while the test looks on. Thread-safe.
public final class Call {
  /// How a call ended.
  public sealed interface Outcome {
    /// It returned.
    record Returned() implements Outcome {}

    /// It threw.
    ///
    /// @param thrown what it threw
    record Threw(Throwable thrown) implements Outcome {}
  }

  /// What a call does.
  @FunctionalInterface
  interface Body {
    void run() throws DriverException, InterruptedException;
  }

  private final String what;
  private final Body body;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread thread;
  private @Nullable Outcome outcome;
  private boolean interrupted;
  private boolean flagKept;

  Call(String what, Body body) {
    this.what = what;
    this.body = body;
  }

  /// Runs the call on the current thread, and leaves no interrupt behind.
  void run() {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    Outcome result;
    try {
      body.run();
      result = new Outcome.Returned();
    } catch (Throwable thrown) {
      result = new Outcome.Threw(thrown);
    }
    synchronized (this) {
      outcome = result;
      thread = null;
      flagKept = Thread.interrupted();
    }
    ended.countDown();
  }

  /// Interrupts the thread of the call, as the host does when it wants the thread back. Has no
  /// effect after the end.
  public synchronized void interrupt() {
    if (thread != null) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /// Whether it was interrupted, and yet returned as if nothing had happened: neither an exception
  /// nor the interrupt of the thread is left, and whoever asked for the thread asks in vain.
  synchronized boolean swallowedInterrupt() {
    return interrupted && !flagKept && outcome instanceof Outcome.Returned;
  }

  /// Whether the call has ended.
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /// Waits for the end.
  ///
  /// @return how it ended, empty when it did not end in time
  public Optional<Outcome> await(Duration limit) throws InterruptedException {
    ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    synchronized (this) {
      return Optional.ofNullable(outcome);
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
