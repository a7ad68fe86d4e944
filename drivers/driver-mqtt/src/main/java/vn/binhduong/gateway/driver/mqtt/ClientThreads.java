package vn.binhduong.gateway.driver.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/// The threads of one Paho client, known by name, so that none outlives it: Paho's own two ways to
/// stop a thread miss it now and then (1.2.5).
///
/// A thread that is stopped while the connecting thread waits to see it running lets that one wait
/// for ever: so nobody stops anything before [#awaitConnect]. And the sending thread that is on its
/// way to sleep when it is stopped is woken before it sleeps, and never again: so whatever still
/// runs at the end is interrupted, in [#end].
///
/// It is a pool by type only, since Paho asks for this type: each task has a thread of its own, at
/// once, and nothing is scheduled. A future that is cancelled does not interrupt its thread, which
/// may be the one that cancels.
final class ClientThreads extends ScheduledThreadPoolExecutor {
  private static final System.Logger LOG = System.getLogger(ClientThreads.class.getName());
  private static final long AGAIN_MILLIS = 100;

  /// In the order of their start; the first one connects. Five at most: Paho starts each once.
  private final List<Thread> started = new ArrayList<>();

  ClientThreads() {
    super(0);
  }

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task);
    // Paho falls over what it has closed itself; the token or the callback has told what matters.
    thread.setUncaughtExceptionHandler(
        (one, thrown) -> LOG.log(System.Logger.Level.DEBUG, one.getName() + " ended by", thrown));
    synchronized (started) {
      started.add(thread);
    }
    thread.start();
  }

  @Override
  public Future<?> submit(Runnable task) {
    execute(task);
    return new CompletableFuture<@Nullable Void>();
  }

  /// Waits until the thread that connects is through with it, well or not.
  ///
  /// @return false when it is not, within this time
  boolean awaitConnect(Duration limit) throws InterruptedException {
    List<Thread> all = all();
    return all.isEmpty() || all.getFirst().join(limit);
  }

  /// Wakes every thread until it has ended.
  ///
  /// @return false when one still runs after this time
  boolean end(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    for (Thread thread : all()) {
      while (!thread.join(Duration.ofMillis(AGAIN_MILLIS))) {
        if (System.nanoTime() > until) {
          return false;
        }
        thread.interrupt();
      }
    }
    return true;
  }

  private List<Thread> all() {
    synchronized (started) {
      return List.copyOf(started);
    }
  }
}
