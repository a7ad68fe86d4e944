package vn.binhduong.gateway.proof.live;

import java.util.Arrays;

/// Latencies in milliseconds, in the order they came. Not thread-safe.
final class Latencies {
  private long[] millis = new long[1_024];
  private int count;

  void add(long latencyMillis) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, 2 * count);
    }
    millis[count++] = latencyMillis;
  }

  int count() {
    return count;
  }

  /// The least value that at least this share does not exceed; -1 when there is none.
  ///
  /// @param share 0 to 1
  long quantile(double share) {
    if (count == 0) {
      return -1;
    }
    long[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[Math.clamp((int) Math.ceil(share * count) - 1, 0, count - 1)];
  }

  long max() {
    return quantile(1);
  }
}
