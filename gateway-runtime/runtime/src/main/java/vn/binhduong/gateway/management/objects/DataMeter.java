package vn.binhduong.gateway.management.objects;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.SystemFacts.Traffic;

/// Counts the traffic of a collection period, as object 7 wants it.
///
///     IDLE -start-> COLLECTING -stop, or the period is over-> STOPPED -start-> COLLECTING
///
/// An interface that comes, or comes back with counters that begin anew (a modem does so with each
/// connection), counts from zero; what it counted between the last look and its going is lost. The
/// end of a period is seen at the next [#look], so what it counts may be too long by the time
/// between two looks. Thread-safe.
final class DataMeter {
  /// Longest period, seconds: a year.
  static final long PERIOD_MAX_SECONDS = 366L * 24 * 3600;

  private enum State {
    IDLE,
    COLLECTING,
    STOPPED
  }

  private final Supplier<Map<String, Traffic>> counters;
  private final LongSupplier nanos;
  private final Map<String, Traffic> seen = new HashMap<>();
  private State state = State.IDLE;
  private @Nullable Traffic counted;
  private long startedNanos;
  private long periodSeconds;

  /// @param counters of the kernel, by interface; empty when they are not known
  /// @param nanos monotonic
  DataMeter(Supplier<Map<String, Traffic>> counters, LongSupplier nanos) {
    this.counters = counters;
    this.nanos = nanos;
  }

  synchronized void start() {
    seen.clear();
    seen.putAll(counters.get());
    counted = seen.isEmpty() ? null : new Traffic(0, 0);
    startedNanos = nanos.getAsLong();
    state = State.COLLECTING;
  }

  synchronized void stop() {
    count();
    if (state == State.COLLECTING) {
      state = State.STOPPED;
    }
  }

  /// Counts on, and ends a period that is over.
  synchronized void look() {
    count();
    if (periodSeconds > 0 && (nanos.getAsLong() - startedNanos) / 1_000_000_000L >= periodSeconds) {
      stop();
    }
  }

  private void count() {
    Traffic before = counted;
    if (state != State.COLLECTING || before == null) {
      return;
    }
    long received = before.receivedBytes();
    long sent = before.sentBytes();
    for (Map.Entry<String, Traffic> each : counters.get().entrySet()) {
      Traffic now = each.getValue();
      Traffic last = seen.put(each.getKey(), now);
      boolean anew =
          last == null
              || now.receivedBytes() < last.receivedBytes()
              || now.sentBytes() < last.sentBytes();
      received += now.receivedBytes() - (anew ? 0 : last.receivedBytes());
      sent += now.sentBytes() - (anew ? 0 : last.sentBytes());
    }
    counted = new Traffic(received, sent);
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

  /// What was counted; empty before the first start, and where the kernel told nothing at it.
  synchronized Optional<Traffic> counted() {
    count();
    return Optional.ofNullable(counted);
  }
}
