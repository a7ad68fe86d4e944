package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import vn.binhduong.gateway.driver.Reading;

/// Something that is gathered over a stretch of time and told at its end. Stretches lie on the
/// multiples of their length since 1970, by the steady clock. For one thread.
sealed interface Period permits Window, LevelWindow, BinPeriod, AqiHours {
  /// Whether there is something to tell at or before an instant (nanoseconds since 1970, steady).
  boolean endsBy(long steadyNanos);

  /// End, exclusive: nanoseconds since 1970, steady.
  long endNanos();

  /// What it came to; begins the next stretch.
  List<Reading> close();

  /// End of the stretch of this length that an instant lies in.
  static long endOf(long steadyNanos, long lengthNanos) {
    return (Math.floorDiv(steadyNanos, lengthNanos) + 1) * lengthNanos;
  }

  /// Whether an instant lies in the stretch of this length that `nowNanos` lies in.
  static boolean isOpen(long steadyNanos, long nowNanos, long lengthNanos) {
    return endOf(steadyNanos, lengthNanos) == endOf(nowNanos, lengthNanos);
  }

  /// The local day of an instant.
  ///
  /// @param steadyNanos nanoseconds since 1970, steady
  /// @param utcOffset local time minus UTC, whole hours
  static LocalDate day(long steadyNanos, Duration utcOffset) {
    return LocalDate.ofEpochDay(
        Math.floorDiv(steadyNanos + utcOffset.toNanos(), Duration.ofDays(1).toNanos()));
  }
}
