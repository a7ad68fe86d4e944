package vn.binhduong.gateway.uplink;

import java.util.OptionalLong;

/// How fast the backlog shrinks, smoothed over about half a minute. Pure.
final class DrainRate {
  private static final double HALF_LIFE_NANOS = 15e9;

  private long at;
  private long before = -1;
  private double perNano;

  /// The backlog now; call it about once a second.
  void observe(long backlog, long now) {
    if (before < 0) {
      before = backlog;
      at = now;
      return;
    }
    long elapsed = now - at;
    if (elapsed < 500_000_000L) {
      return;
    }
    double weight = 1 - Math.pow(0.5, elapsed / HALF_LIFE_NANOS);
    perNano += weight * ((before - backlog) / (double) elapsed - perNano);
    before = backlog;
    at = now;
  }

  /// The connection ended: the rate of it says nothing about the next.
  void reset() {
    before = -1;
    perNano = 0;
  }

  /// Milliseconds until a backlog is gone; empty when it does not shrink.
  OptionalLong millisFor(long backlog) {
    if (backlog <= 0) {
      return OptionalLong.of(0);
    }
    double millis = backlog / (perNano * 1e6);
    return perNano > 0 && millis < 1e15 ? OptionalLong.of((long) millis) : OptionalLong.empty();
  }
}
