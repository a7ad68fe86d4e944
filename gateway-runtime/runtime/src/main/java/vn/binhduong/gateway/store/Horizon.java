package vn.binhduong.gateway.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether the history that must be kept can be kept. Pure: `now` is an argument.
///
/// It cannot while one of these holds:
/// - data younger than the retention was thinned or deleted to make space, within the last
///   [#QUIET];
/// - at the rate of the segments held (over at least [#MEASURED_MIN]), the space there is would be
///   full before the retention is over.
final class Horizon {
  /// How long after the last early step the space counts as enough again.
  static final Duration QUIET = Duration.ofDays(1);

  /// A shorter time says nothing of the rate.
  static final Duration MEASURED_MIN = Duration.ofDays(1);

  private final long retentionMillis;
  private long earlyMillis = Long.MIN_VALUE;
  private boolean undelivered;

  Horizon(Duration retention) {
    this.retentionMillis = retention.toMillis();
  }

  /// Data younger than the retention was thinned or deleted.
  ///
  /// @param undelivered whether it had not been delivered
  void early(long nowMillis, boolean undelivered) {
    this.earlyMillis = Math.max(earlyMillis, nowMillis);
    this.undelivered |= undelivered;
  }

  /// Why the history cannot be kept, or empty when it can.
  ///
  /// @param sealed oldest first
  /// @param roomBytes what segments may take at most
  Optional<Shortfall> look(long nowMillis, List<Retention.Candidate> sealed, long roomBytes) {
    long days = days(projectedMillis(sealed, roomBytes));
    boolean lately = earlyMillis != Long.MIN_VALUE && nowMillis - earlyMillis < QUIET.toMillis();
    if (!lately) {
      undelivered = false;
    }
    if (lately || days < days(retentionMillis)) {
      return Optional.of(new Shortfall(lately, lately && undelivered, days));
    }
    return Optional.empty();
  }

  /// @param lately data younger than the retention was thinned or deleted
  /// @param undelivered some of it had not been delivered
  /// @param days of history that fit at the present rate; [Long#MAX_VALUE] when not known
  record Shortfall(boolean lately, boolean undelivered, long days) {}

  private static long days(long millis) {
    return millis == Long.MAX_VALUE ? Long.MAX_VALUE : millis / Duration.ofDays(1).toMillis();
  }

  /// For how long the segments fit, at the rate of those that are as they came.
  private static long projectedMillis(List<Retention.Candidate> sealed, long roomBytes) {
    List<Retention.Candidate> raw =
        sealed.stream().filter(segment -> segment.grain() == Grain.RAW).toList();
    if (raw.size() < 2) {
      return Long.MAX_VALUE;
    }
    long span = raw.getLast().sealedMillis() - raw.getFirst().sealedMillis();
    long bytes = raw.stream().skip(1).mapToLong(Retention.Candidate::bytes).sum();
    if (span < MEASURED_MIN.toMillis() || bytes <= 0) {
      return Long.MAX_VALUE;
    }
    return (long) ((double) Math.max(0, roomBytes) / bytes * span);
  }
}
