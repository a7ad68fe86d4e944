package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// The sink of one open device, with the rules of the host: what breaks one is refused and noted.
final class CheckingSink implements ReadingSink {
  private static final Duration RUN_AGE_MAX = Duration.ofMinutes(1);

  private final Set<Channel> declared;
  private final InstantSource clock;
  private final Duration ageMax;
  private final boolean polled;
  private final Consumer<EmittedSample> samples;
  private final Consumer<Violation> violations;
  private volatile @Nullable Thread caller;
  private volatile Instant began;
  private @Nullable Instant last;

  CheckingSink(
      List<Channel> declared,
      InstantSource clock,
      Duration ageMax,
      boolean polled,
      Consumer<EmittedSample> samples,
      Consumer<Violation> violations) {
    this.declared = Set.copyOf(declared);
    this.clock = clock;
    this.ageMax = ageMax;
    this.polled = polled;
    this.began = clock.instant();
    this.samples = samples;
    this.violations = violations;
  }

  /// A call begins on the current thread.
  void callBegins() {
    began = clock.instant();
    caller = Thread.currentThread();
  }

  /// The call has ended; nothing may be emitted until the next one.
  void callEnds() {
    caller = null;
  }

  @Override
  public synchronized void emit(Instant at, List<Reading> readings) {
    Violation violation = judge(at, readings);
    if (violation != null) {
      violations.accept(violation);
      throw new IllegalArgumentException(violation.text());
    }
    last = at;
    samples.accept(new EmittedSample(at, readings));
  }

  /// What a poll reads is of the time of the poll. The clock of a run moves on while the driver is
  /// at work, so that it has [#RUN_AGE_MAX] at least; the suite looks closer.
  private Instant oldest(Instant now) {
    if (polled) {
      return began.minus(ageMax);
    }
    return now.minus(ageMax.compareTo(RUN_AGE_MAX) > 0 ? ageMax : RUN_AGE_MAX);
  }

  private @Nullable Violation judge(Instant at, List<Reading> readings) {
    if (caller != Thread.currentThread()) {
      return new Violation(
          Violation.Rule.SINK_OF_CALL,
          "sample: expected on the thread of the call and before it returns, found on '%s'"
              .formatted(Thread.currentThread().getName()));
    }
    if (readings.isEmpty()) {
      return new Violation(
          Violation.Rule.NOT_EMPTY, "sample: expected at least one reading, found none");
    }
    Set<String> seen = new HashSet<>();
    for (Reading reading : readings) {
      if (!declared.contains(reading.channel())) {
        return new Violation(
            Violation.Rule.DECLARED_CHANNELS,
            "sample: expected declared channels only, found " + reading.channel());
      }
      if (!seen.add(reading.channel().name())) {
        return new Violation(
            Violation.Rule.CHANNEL_ONCE,
            "sample: expected each channel once, found '%s' again"
                .formatted(reading.channel().name()));
      }
    }
    Instant now = clock.instant();
    Instant oldest = oldest(now);
    if (at.isAfter(now) || at.isBefore(oldest)) {
      return new Violation(
          Violation.Rule.TIME_OF_CLOCK,
          "sample: expected a time of the context's clock, from %s to its %s, found %s"
              .formatted(oldest, now, at));
    }
    if (last != null && at.isBefore(last)) {
      return new Violation(
          Violation.Rule.TIME_FORWARD,
          "sample: expected a time not before the last one, %s, found %s".formatted(last, at));
    }
    return null;
  }
}
