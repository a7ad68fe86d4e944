package vn.binhduong.gateway.uplink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks host names up with a time limit. The lookup of the operating system has none, cannot be
/// interrupted, and may take minutes when the name servers do not answer; so it runs on a thread of
/// its own, and who waits for it gives up in time.
///
/// A lookup that hangs is shared by the attempts that follow, so that they do not pile up threads;
/// one that hangs for long is left alone and another is begun, at most [#HANGING_MAX] in all.
///
/// Thread-safe.
final class Resolver {
  /// Lookups that hang at the same time.
  static final int HANGING_MAX = 4;

  /// A lookup older than this is not waited for any more, nanoseconds.
  private static final long SHARED_NANOS_MAX = 60_000_000_000L;

  /// What the operating system does.
  @FunctionalInterface
  interface Lookup {
    /// Every address of a host; may hang.
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private record Running(String host, FutureTask<InetAddress[]> task, Thread thread, long since) {
    boolean hangs() {
      return thread.isAlive();
    }
  }

  /// The lookups of this process.
  static final Resolver SYSTEM = new Resolver(InetAddress::getAllByName);

  private final Lookup lookup;
  private final long sharedNanosMax;
  private final List<Running> hanging = new ArrayList<>();

  Resolver(Lookup lookup) {
    this(lookup, Duration.ofNanos(SHARED_NANOS_MAX));
  }

  /// @param sharedMax a lookup older than this is not waited for any more
  Resolver(Lookup lookup, Duration sharedMax) {
    this.lookup = lookup;
    this.sharedNanosMax = sharedMax.toNanos();
  }

  /// Every address of a host, at least one. Blocks for at most `limit`.
  ///
  /// @throws UnknownHostException when it has none, or nobody says so in time
  InetAddress[] addresses(String host, Duration limit)
      throws UnknownHostException, InterruptedException {
    FutureTask<InetAddress[]> task = begin(host);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unknown("no answer about " + host + " within " + limit.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw unknown(String.valueOf(e.getCause()), e);
    }
  }

  private static UnknownHostException unknown(String why, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(why);
    unknown.initCause(cause);
    return unknown;
  }

  private synchronized FutureTask<InetAddress[]> begin(String host) throws UnknownHostException {
    hanging.removeIf(running -> !running.hangs());
    Running shared = youngest(host);
    if (shared != null && System.nanoTime() - shared.since() < sharedNanosMax) {
      return shared.task();
    }
    if (hanging.size() >= HANGING_MAX) {
      throw new UnknownHostException(HANGING_MAX + " lookups hang, the last one of " + host);
    }
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> lookup.addresses(host));
    Thread thread = new Thread(task, "uplink-resolver");
    thread.setDaemon(true);
    hanging.add(new Running(host, task, thread, System.nanoTime()));
    thread.start();
    return task;
  }

  private @Nullable Running youngest(String host) {
    for (Running running : hanging.reversed()) {
      if (running.host().equals(host)) {
        return running;
      }
    }
    return null;
  }
}
