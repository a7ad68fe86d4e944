package vn.binhduong.gateway.proof.sensors;

import vn.binhduong.gateway.clock.GatewayClock;

/// What every instrument here measures: the time since boot in steps of 10 ms, so that each value
/// says when it was true. All processes of a machine agree on it.
final class Ticks {
  /// The channel with it, in seconds.
  static final String CHANNEL = "ticks";

  private static final long NANOS = 10_000_000L;

  private Ticks() {}

  /// Now.
  static long now() {
    return GatewayClock.bootTime().nanos() / NANOS;
  }

  static double seconds(long ticks) {
    return ticks / 100.0;
  }

  /// How old a value was when its sample was stamped, nanoseconds.
  static long age(double seconds, long atNanos) {
    return atNanos - Math.round(seconds * 100) * NANOS;
  }
}
