package vn.binhduong.gateway.proof.clock;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// Notices when this machine gave nobody the processor: a thread that wants to run every few
/// milliseconds, and writes down when it could not. What a gateway stamps late because of that is
/// no fault of its clock.
final class Stalls implements AutoCloseable {
  private static final long PERIOD_NANOS = 5_000_000L;
  private static final long NOTED_NANOS = 15_000_000L;

  /// How far apart a stall here and a late stamp there may be.
  private static final long NEAR_NANOS = 150_000_000L;

  private final NavigableMap<Long, Long> stalls = new TreeMap<>();
  private volatile boolean closed;

  Stalls() {
    Thread.ofPlatform().daemon().name("stalls").start(this::watch);
  }

  /// Milliseconds of standstill around an instant.
  long nearMillis(long nanos) {
    synchronized (stalls) {
      return stalls.subMap(nanos - NEAR_NANOS, nanos + NEAR_NANOS).values().stream()
              .mapToLong(Long::longValue)
              .sum()
          / 1_000_000;
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void watch() {
    long last = ScriptedClock.now();
    while (!closed) {
      LockSupport.parkNanos(PERIOD_NANOS);
      long now = ScriptedClock.now();
      long late = now - last - PERIOD_NANOS;
      if (late > NOTED_NANOS) {
        synchronized (stalls) {
          stalls.put(now, late);
        }
      }
      last = now;
    }
  }
}
