package vn.binhduong.gateway.driver.testkit;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The one thread on which a device is opened, read and closed, as in the host.
final class DeviceThread implements AutoCloseable {
  private final BlockingQueue<Optional<Call>> calls = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable Call current;

  DeviceThread(String name) {
    thread = Thread.ofPlatform().name(name).daemon().start(this::work);
  }

  /// Runs a body after those before it.
  Call start(String what, Call.Body body) {
    Call call = new Call(what, body);
    calls.add(Optional.of(call));
    return call;
  }

  private void work() {
    Optional<Call> next = take();
    while (next.isPresent()) {
      current = next.get();
      next.get().run();
      next = take();
    }
  }

  private Optional<Call> take() {
    try {
      return calls.take();
    } catch (InterruptedException strayed) {
      return take(); // it came from the driver itself; the thread is ours, so it goes on
    }
  }

  /// Interrupts the call that runs now, if one does.
  void interruptCurrent() {
    Call running = current;
    if (running != null) {
      running.interrupt();
    }
  }

  /// Lets the thread end after the calls before it. A thread that hangs in a driver is left behind.
  @Override
  public void close() {
    calls.add(Optional.empty());
  }

  /// Waits until the thread has ended, or hangs too long.
  void join(long limitMillis) throws InterruptedException {
    thread.join(limitMillis);
  }
}
