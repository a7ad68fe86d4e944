package vn.binhduong.gateway.proof.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Notices when this machine gave nobody the processor: a thread that wants to run every few
/// milliseconds, and writes down when it could not. What a gateway stamps late because of that is
/// no fault of its clock.
final class Stalls implements AutoCloseable {
  private static final long PERIOD_NANOS = 5_000_000L;
  private static final long NOTED_NANOS = 15_000_000L;

  /// How far apart a stall here and a late stamp there may be.
  private static final long NEAR_NANOS = 150_000_000L;

  private static final Path PRESSURE = Path.of("/proc/pressure/cpu");
  private static final Pattern TOTAL = Pattern.compile("^some .*total=(\\d+)");

  /// Every so many periods the pressure is read.
  private static final int PRESSURE_PERIODS = 4;

  private final NavigableMap<Long, Long> stalls = new TreeMap<>();

  /// Microseconds of waiting since the machine booted, by the instant they were read.
  private final NavigableMap<Long, Long> waited = new TreeMap<>();

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

  /// Milliseconds, within this span, in which some task waited for a processor; 0 where the kernel
  /// does not say.
  long waitedMillis(long fromNanos, long toNanos) {
    synchronized (stalls) {
      Map.Entry<Long, Long> before = waited.floorEntry(fromNanos);
      Map.Entry<Long, Long> after = waited.ceilingEntry(toNanos);
      return before == null || after == null
          ? 0
          : Math.min(
              (after.getValue() - before.getValue()) / 1_000, (toNanos - fromNanos) / 1_000_000);
    }
  }

  private static long pressureMicros() {
    try {
      Matcher matcher = TOTAL.matcher(Files.readString(PRESSURE));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    } catch (IOException e) {
      return -1; // no such measure in this kernel
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void watch() {
    long last = ScriptedClock.now();
    for (int i = 0; !closed; i++) {
      if (i % PRESSURE_PERIODS == 0) {
        long micros = pressureMicros();
        if (micros >= 0) {
          synchronized (stalls) {
            waited.put(ScriptedClock.now(), micros);
          }
        }
      }
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
