package vn.binhduong.gateway.uplink;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long to wait before the next attempt: exponential with full jitter, and a phase of its own
/// for each gateway, so that a fleet that lost the broker at the same moment does not come back at
/// the same moment.
///
/// The bound for a fleet of `n` gateways that lost the broker at the same moment: at most `n /
/// (0.75 * ceiling)` CONNECTs a second on average at the worst moment, where `ceiling` is eight
/// times the first one; 167 a second for a thousand gateways and a first ceiling of 1 s. A broker
/// that says it is busy divides that by four.
///
/// Not thread-safe. The count starts again only after [#stable], because a broker that accepts a
/// connection and kicks it a second later would otherwise be hammered for ever.
public final class Backoff {
  /// Why there is no connection, as far as it matters here.
  public enum Cause {
    /// Only this gateway knows of it.
    OWN_LINK,
    /// A broker that ends a working connection most likely ended those of the whole fleet: the wait
    /// is at least that after three failures.
    BROKER_ENDED,
    /// A broker that says it is busy, or that too many come, is given time: the wait is at least
    /// that after five failures.
    BROKER_BUSY
  }

  /// Doublings after which the ceiling no longer grows by itself.
  private static final int DOUBLINGS_MAX = 30;

  private static final int ENDED_DOUBLINGS = 3;
  private static final int BUSY_DOUBLINGS = 5;

  private final long firstNanos;
  private final long greatestNanos;
  private final double phase;
  private final DoubleSupplier random;
  private int attempts;

  /// @param first ceiling of the first wait
  /// @param greatest ceiling of every wait
  /// @param phase place of this gateway in the fleet, 0 to 1 (excluded)
  /// @param random uniform in 0 to 1 (excluded)
  public Backoff(Duration first, Duration greatest, double phase, DoubleSupplier random) {
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
  public static double phaseOf(String gatewayId) {
    // Fibonacci hashing spreads ids that differ in the last digit only.
    int spread = gatewayId.hashCode() * 0x9E37_79B9;
    return (spread >>> 8) / (double) (1 << 24);
  }

  /// Nanoseconds to wait before the next attempt; each call counts as one more failure.
  ///
  /// A quarter of the ceiling is the share of the phase, the rest is jitter: even when every
  /// gateway drew the same random number, they would come back spread.
  public long nextNanos(Cause cause) {
    attempts =
        Math.max(
            attempts,
            switch (cause) {
              case OWN_LINK -> 0;
              case BROKER_ENDED -> ENDED_DOUBLINGS;
              case BROKER_BUSY -> BUSY_DOUBLINGS;
            });
    double ceiling =
        Math.min(
            (double) greatestNanos,
            (double) firstNanos * Math.scalb(1.0, Math.min(attempts, DOUBLINGS_MAX)));
    attempts++;
    return (long) (ceiling * (0.25 * phase + 0.75 * random.getAsDouble()));
  }

  /// The link has been stable: the next failure is the first again.
  public void stable() {
    attempts = 0;
  }
}
