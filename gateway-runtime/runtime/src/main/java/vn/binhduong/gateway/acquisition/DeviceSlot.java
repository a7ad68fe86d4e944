package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.health.Component;
import vn.binhduong.gateway.health.HealthState;

/// What is known of one device on the thread of its link: when it is due, how it fared.
///
/// Used by that thread alone; when the thread is abandoned, by its successor.
final class DeviceSlot {
  /// Failures in a row after which a device that does not answer is called UNAVAILABLE and is
  /// opened again rather than polled.
  static final int BREAK_AFTER = 3;

  /// Time to its first sample above which an open device is called quiet: who judges a change waits
  /// for all others.
  static final Duration QUIET_AFTER = Duration.ofMinutes(2);

  final DeviceSpec<?> spec;
  final Schedule schedule;
  final Component health;

  /// Null while it is not open.
  @Nullable Driver driver;

  /// Declared by the latest driver that opened; empty before the first.
  List<Channel> channels = List.of();

  /// Longest silence of a device that speaks by itself; of no use to others.
  Duration silence = Duration.ZERO;

  /// When it is to be opened or polled next.
  long dueNanos;

  /// Whether `dueNanos` is an instant of the schedule, not a retry.
  boolean onSchedule;

  /// A thread abandoned in a call to this device has not ended yet: the device is left alone.
  boolean held;

  /// Time of its latest sample; later ones must not lie before it.
  long lastNanos;

  int failures;

  /// The threads its driver has started and that have not ended, as far as is known.
  final Set<Thread> threads = new HashSet<>();

  private long notBeforeNanos = Long.MIN_VALUE;

  DeviceSlot(DeviceSpec<?> spec, Schedule schedule, Component health, long nowNanos) {
    this.spec = spec;
    this.schedule = schedule;
    this.health = health;
    this.dueNanos = nowNanos;
    health.set(HealthState.STARTING, "not yet opened");
  }

  String id() {
    return spec.id();
  }

  /// When it is to be opened or polled next, or may be again after it was held back.
  long dueNanos() {
    return Math.max(dueNanos, notBeforeNanos);
  }

  /// Leaves it alone for a while.
  void holdBack(HeldBack how, long nowNanos) {
    notBeforeNanos = nowNanos + how.forTime().toNanos();
    onSchedule = false;
    health.set(
        how.state(),
        "held back for %s: %s".formatted(Backoff.words(how.forTime().toNanos()), how.why()));
  }

  /// Whether it is left alone, because it was held back or hangs.
  boolean leftAlone(long nowNanos) {
    return held || notBeforeNanos > nowNanos;
  }

  /// It may be tried again at once.
  void letGo() {
    notBeforeNanos = Long.MIN_VALUE;
  }

  /// How many threads of its driver live.
  int threadsAlive() {
    threads.removeIf(thread -> !thread.isAlive());
    return threads.size();
  }

  /// Back to the schedule, counting what was skipped.
  void schedule(long nowNanos) {
    long next = schedule.after(nowNanos);
    if (onSchedule) {
      health.missed(schedule.between(dueNanos, next));
    }
    dueNanos = next;
    onSchedule = true;
  }

  void succeeded() {
    failures = 0;
    health.succeeded();
    health.set(HealthState.OK, "");
  }

  /// It is open and has not given a sample yet.
  ///
  /// @param what of it, for people
  /// @param nanos until its first one, at most
  void opened(String what, long nanos) {
    if (nanos > QUIET_AFTER.toNanos()) {
      health.quiet(what + Backoff.words(nanos));
    } else {
      health.set(HealthState.STARTING, what + Backoff.words(nanos));
    }
  }

  /// Counts a failure and decides when to try again.
  void failed(
      DriverException failure,
      AcquisitionSettings settings,
      boolean shared,
      long startedNanos,
      long nowNanos) {
    failures++;
    health.failed();
    long delay =
        Backoff.delayNanos(
            settings,
            failure.kind(),
            failures,
            spec.every().toNanos(),
            nowNanos - startedNanos,
            shared,
            ThreadLocalRandom.current().nextDouble());
    onSchedule = delay == 0;
    dueNanos = delay == 0 ? schedule.after(nowNanos) : nowNanos + delay;
    health.set(
        Overdue.is(failure) ? HealthState.STUCK : stateAfter(failure.kind()),
        "%s (%d in a row, next attempt in %s)"
            .formatted(failure.getMessage(), failures, Backoff.words(dueNanos - nowNanos)));
  }

  private HealthState stateAfter(Kind kind) {
    return switch (kind) {
      case MISCONFIGURED -> HealthState.MISCONFIGURED;
      case PROTOCOL -> HealthState.DEGRADED;
      case UNAVAILABLE ->
          channels.isEmpty() || failures >= BREAK_AFTER
              ? HealthState.UNAVAILABLE
              : HealthState.DEGRADED;
    };
  }
}
