package vn.binhduong.gateway.acquisition;

import java.time.Duration;

/// The instants at which a device is polled: an anchor plus every multiple of the period, so the
/// schedule never drifts. Monotonic nanoseconds.
///
/// @param anchorNanos any one of the instants
/// @param periodNanos distance of two of them, more than 0
record Schedule(long anchorNanos, long periodNanos) {
  Schedule {
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("period: expected more than 0 ns, found " + periodNanos);
    }
  }

  /// A schedule on the multiples of the period since 1970, shifted by a phase.
  ///
  /// @param nowNanos monotonic time
  /// @param wallMillis wall time at that instant
  static Schedule aligned(long nowNanos, long wallMillis, Duration every, Duration phase) {
    long periodNanos = every.toNanos();
    long intoPeriod = Math.floorMod(wallMillis * 1_000_000L, periodNanos); // fits until 2262
    return new Schedule(nowNanos - intoPeriod + phase.toNanos(), periodNanos);
  }

  /// The first instant later than `nowNanos`.
  long after(long nowNanos) {
    return anchorNanos + (Math.floorDiv(nowNanos - anchorNanos, periodNanos) + 1) * periodNanos;
  }

  /// How many instants lie strictly between two.
  long between(long firstNanos, long nextNanos) {
    return Math.max(0, (nextNanos - firstNanos - 1) / periodNanos);
  }
}
