package vn.binhduong.gateway.clock;

import java.time.Clock;
import java.time.Instant;

/// The two clocks of the machine; a seam for tests.
interface TimeSource {
  /// Monotonic nanoseconds since boot.
  long monotonicNanos();

  /// The system clock, nanoseconds since 1970.
  long wallNanos();

  /// The machine's own clocks. `System.nanoTime` is CLOCK_MONOTONIC on Linux, which begins at boot.
  static TimeSource system() {
    return new TimeSource() {
      @Override
      public long monotonicNanos() {
        return System.nanoTime();
      }

      @Override
      public long wallNanos() {
        Instant now = Clock.systemUTC().instant();
        return Math.addExact(
            Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
      }
    };
  }
}
