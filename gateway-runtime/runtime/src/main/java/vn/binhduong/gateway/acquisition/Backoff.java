package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import vn.binhduong.gateway.driver.DriverException.Kind;

/// How long to leave a failing device or link alone. Pure.
final class Backoff {
  /// A failing device on a shared link gets at most one part in this many of the link's time.
  static final int LINK_SHARE = 10;

  private Backoff() {}

  /// Wait before the next attempt at a device, in nanoseconds; 0 means the next scheduled poll.
  ///
  /// @param failures failed attempts in a row, at least 1
  /// @param everyNanos period of polling
  /// @param costNanos how long the failed attempt took
  /// @param shared whether other devices are on the link
  /// @param random 0 (inclusive) to 1 (exclusive); spreads the attempts of many devices
  static long delayNanos(
      AcquisitionSettings settings,
      Kind kind,
      int failures,
      long everyNanos,
      long costNanos,
      boolean shared,
      double random) {
    long delay =
        switch (kind) {
          case UNAVAILABLE ->
              exponential(
                  Math.min(settings.retryFirst().toNanos(), everyNanos),
                  settings.retryLongest().toNanos(),
                  failures,
                  random);
          // One garbled answer is common on a long cable and does not cost a poll.
          case PROTOCOL ->
              failures == 1
                  ? 0
                  : exponential(
                      settings.protocolRetryFirst().toNanos(),
                      settings.protocolRetryLongest().toNanos(),
                      failures - 1,
                      random);
          case MISCONFIGURED -> settings.misconfiguredRetry().toNanos();
        };
    // One answer lost on a busy line is no dead slave yet, unless it cost the others a whole
    // period.
    boolean first = failures == 1 && costNanos <= everyNanos;
    return shared && !first ? Math.max(delay, (LINK_SHARE - 1) * costNanos) : delay;
  }

  /// Wait before a link is opened again, in nanoseconds.
  static long linkDelayNanos(AcquisitionSettings settings, int failures, double random) {
    return exponential(
        settings.retryFirst().toNanos(), settings.retryLongest().toNanos(), failures, random);
  }

  /// `first * 2^(n-1)`, at most `longest`, of which between a half and the whole is taken.
  private static long exponential(long first, long longest, int n, double random) {
    int doublings = Math.min(n - 1, Long.numberOfLeadingZeros(first) - 2);
    long whole = Math.min(longest, first << doublings);
    return (long) (whole * (1 + random) / 2);
  }

  /// A wait for people: `850 ms`, `12 s`.
  static String words(long nanos) {
    Duration wait = Duration.ofNanos(nanos);
    return wait.toMillis() < 10_000 ? wait.toMillis() + " ms" : wait.toSeconds() + " s";
  }
}
