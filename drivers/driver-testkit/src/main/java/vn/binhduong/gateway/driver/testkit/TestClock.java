package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is told to move. It begins years away from today, so that a
/// driver which reads the wall clock is found out. Thread-safe.
public final class TestClock implements InstantSource {
  /// Where the clock begins: 2031-05-04 10:02:01.250 in Vietnam.
  public static final Instant START = Instant.parse("2031-05-04T03:02:01.250Z");

  private Instant now;

  /// A clock that begins at [#START].
  public TestClock() {
    this(START);
  }

  /// A clock that begins at `start`.
  public TestClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /// Moves the clock forward and returns the new time.
  ///
  /// @throws IllegalArgumentException when `step` is negative: a driver's clock never goes back
  public synchronized Instant advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("clock: expected a step forward, found " + step);
    }
    now = now.plus(step);
    return now;
  }
}
