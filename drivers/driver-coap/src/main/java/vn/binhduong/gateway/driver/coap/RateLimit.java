package vn.binhduong.gateway.driver.coap;

/// So many requests a minute, spread evenly, with one minute's worth at once after a rest. Not
/// thread-safe.
final class RateLimit {
  private static final double NANOS_PER_MINUTE = 60e9;
  private static final double NANOS_PER_SECOND = 1e9;

  private final int perMinute;
  private double tokens;
  private long lastNanos;

  /// @param perMinute requests, at least 1
  /// @param nowNanos a clock that never steps
  RateLimit(int perMinute, long nowNanos) {
    if (perMinute < 1) {
      throw new IllegalArgumentException("requests per minute: " + perMinute);
    }
    this.perMinute = perMinute;
    this.tokens = perMinute;
    this.lastNanos = nowNanos;
  }

  /// Takes one request, or says after how many seconds, at least 1, one will be taken again.
  ///
  /// @return 0 when it is taken
  long take(long nowNanos) {
    double perNano = perMinute / NANOS_PER_MINUTE;
    tokens = Math.min(perMinute, tokens + (nowNanos - lastNanos) * perNano);
    lastNanos = nowNanos;
    if (tokens >= 1) {
      tokens -= 1;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((1 - tokens) / perNano / NANOS_PER_SECOND));
  }
}
