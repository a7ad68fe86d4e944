package vn.binhduong.gateway.management.objects;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.SystemFacts.Traffic;

/// Counts the traffic of a collection period, as object 7 wants it.
///
///     IDLE -start-> COLLECTING -stop, or the period is over-> STOPPED -start-> COLLECTING
///
/// The end of a period is seen at the next [#look], so what it counts may be too long by the time
/// between two looks. Thread-safe.
final class DataMeter {
  /// Longest period, seconds: a year.
  static final long PERIOD_MAX_SECONDS = 366L * 24 * 3600;

  private enum State {
    IDLE,
    COLLECTING,
    STOPPED
  }

  private final Supplier<Optional<Traffic>> counters;
  private final LongSupplier nanos;
  private State state = State.IDLE;
  private @Nullable Traffic from;
  private @Nullable Traffic counted;
  private long startedNanos;
  private long periodSeconds;

  /// @param counters of the kernel
  /// @param nanos monotonic
  DataMeter(Supplier<Optional<Traffic>> counters, LongSupplier nanos) {
    this.counters = counters;
    this.nanos = nanos;
  }

  synchronized void start() {
    from = counters.get().orElse(null);
    counted = null;
    startedNanos = nanos.getAsLong();
    state = State.COLLECTING;
  }

  synchronized void stop() {
    if (state == State.COLLECTING) {
      counted = sinceStart();
      state = State.STOPPED;
    }
  }

  /// Ends a period that is over.
  synchronized void look() {
    if (periodSeconds > 0 && (nanos.getAsLong() - startedNanos) / 1_000_000_000L >= periodSeconds) {
      stop();
    }
  }

  synchronized long periodSeconds() {
    return periodSeconds;
  }

  /// @return what is wrong with it; null when it was taken
  synchronized @Nullable String setPeriod(long seconds) {
    if (seconds < 0 || seconds > PERIOD_MAX_SECONDS) {
      return "expected 0 to %d seconds, found %d".formatted(PERIOD_MAX_SECONDS, seconds);
    }
    periodSeconds = seconds;
    return null;
  }

  /// What was counted; empty before the first start, and when a counter went back because an
  /// interface came or went.
  synchronized Optional<Traffic> counted() {
    return Optional.ofNullable(state == State.COLLECTING ? sinceStart() : counted);
  }

  private @Nullable Traffic sinceStart() {
    Traffic begin = from;
    Traffic now = counters.get().orElse(null);
    if (begin == null
        || now == null
        || now.receivedBytes() < begin.receivedBytes()
        || now.sentBytes() < begin.sentBytes()) {
      return null;
    }
    return new Traffic(
        now.receivedBytes() - begin.receivedBytes(), now.sentBytes() - begin.sentBytes());
  }
}
