package vn.binhduong.gateway;

/// The rate of a counter over the last seconds, measured when it is asked for. Thread-safe.
final class Rate {
  private static final long WINDOW_NANOS = 2_000_000_000L;

  private long count;
  private long nanos = Long.MIN_VALUE;
  private double perSecond;

  /// Counted per second since the last time it was measured, at least two seconds ago.
  ///
  /// @param countNow the counter
  /// @param nanosNow monotonic time
  synchronized double perSecond(long countNow, long nanosNow) {
    if (nanos == Long.MIN_VALUE) {
      count = countNow;
      nanos = nanosNow;
    } else if (nanosNow - nanos >= WINDOW_NANOS) {
      perSecond = (countNow - count) * 1e9 / (nanosNow - nanos);
      count = countNow;
      nanos = nanosNow;
    }
    return perSecond;
  }
}
