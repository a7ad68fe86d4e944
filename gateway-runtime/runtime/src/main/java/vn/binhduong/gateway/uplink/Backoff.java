package vn.binhduong.gateway.uplink;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long to wait before the next attempt: exponential with full jitter, and a phase of its own
/// for each gateway, so that a fleet that lost the broker at the same moment does not come back at
/// the same moment.
///
/// Not thread-safe. The count starts again only after [#stable], because a broker that accepts a
/// connection and kicks it a second later would otherwise be hammered for ever.
final class Backoff {
  /// Doublings after which the ceiling no longer grows by itself.
  private static final int DOUBLINGS_MAX = 30;

  private final long firstNanos;
  private final long greatestNanos;
  private final double phase;
  private final DoubleSupplier random;
  private int attempts;

  /// @param first ceiling of the first wait
  /// @param greatest ceiling of every wait
  /// @param phase place of this gateway in the fleet, 0 to 1 (excluded)
  /// @param random uniform in 0 to 1 (excluded)
  Backoff(Duration first, Duration greatest, double phase, DoubleSupplier random) {
    if (first.isNegative() || first.isZero() || greatest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff: expected 0 < first <= greatest, found %s and %s".formatted(first, greatest));
    }
    if (!(phase >= 0 && phase < 1)) {
      throw new IllegalArgumentException("phase: expected 0 <= phase < 1, found " + phase);
    }
    this.firstNanos = first.toNanos();
    this.greatestNanos = greatest.toNanos();
    this.phase = phase;
    this.random = random;
  }

  /// The place of a gateway in the fleet, from its id: the same after each restart.
  static double phaseOf(String gatewayId) {
    // Fibonacci hashing spreads ids that differ in the last digit only.
    int spread = gatewayId.hashCode() * 0x9E37_79B9;
    return (spread >>> 8) / (double) (1 << 24);
  }

  /// Nanoseconds to wait before the next attempt; each call counts as one more failure.
  ///
  /// A quarter of the ceiling is the share of the phase, the rest is jitter: even when every
  /// gateway drew the same random number, they would come back spread.
  long nextNanos() {
    double ceiling =
        Math.min(
            (double) greatestNanos,
            (double) firstNanos * Math.scalb(1.0, Math.min(attempts, DOUBLINGS_MAX)));
    attempts++;
    return (long) (ceiling * (0.25 * phase + 0.75 * random.getAsDouble()));
  }

  /// The link has been stable: the next failure is the first again.
  void stable() {
    attempts = 0;
  }

  /// Failures since the link was stable.
  int attempts() {
    return attempts;
  }
}
