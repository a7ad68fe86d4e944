package vn.binhduong.gateway.driver.coap;

/// Which of two notifications is the newer one (RFC 7641 §3.4). Not thread-safe.
final class ObserveOrder {
  private static final int HALF = 1 << 23;
  private static final long FRESH_NANOS = 128_000_000_000L;

  private boolean begun;
  private int number;
  private long nanos;

  /// Whether a notification is newer than all before it; if so, it is remembered.
  ///
  /// @param number its observe option, 24 bits
  /// @param nanos when it came, by a clock that never steps
  boolean isNewer(int number, long nanos) {
    int before = this.number;
    boolean newer =
        !begun
            || (before < number && number - before < HALF)
            || (before > number && before - number > HALF)
            || nanos - this.nanos > FRESH_NANOS;
    if (newer) {
      begun = true;
      this.number = number;
      this.nanos = nanos;
    }
    return newer;
  }

  /// A new registration begins to count anew.
  void reset() {
    begun = false;
  }
}
