package vn.binhduong.gateway.clock;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// Settings of the clock.
///
/// @param sync how the gateway learns that the system clock is right
/// @param checkEvery time between two comparisons of wall and monotonic clock
/// @param stepBound greatest deviation that does not begin a new offset
public record ClockSettings(
    @Option(
            doc =
                "How the gateway learns that the system clock is right: ask the system (chrony, ntpd"
                    + " or systemd-timesyncd), or trust the clock as it is (for the demo).",
            fallback = "system")
        Sync sync,
    @Option(
            doc = "Time between two comparisons of the wall clock with the monotonic clock.",
            fallback = "1s",
            min = "100ms",
            max = "1min")
        Duration checkEvery,
    @Option(
            doc = "A step of the wall clock by more than this begins a new clock offset.",
            fallback = "50ms",
            min = "5ms",
            max = "10s")
        Duration stepBound) {

  /// How the gateway learns that the system clock is right.
  public enum Sync {
    /// Ask the kernel, and where that is not allowed the time service.
    SYSTEM,
    /// Take the system clock as it is.
    TRUST
  }

  /// The settings used where the file says nothing.
  public static final ClockSettings DEFAULTS =
      new ClockSettings(Sync.SYSTEM, Duration.ofSeconds(1), Duration.ofMillis(50));

  /// The settings of the demo profile.
  public static final ClockSettings TRUSTING =
      new ClockSettings(Sync.TRUST, Duration.ofSeconds(1), Duration.ofMillis(50));
}
