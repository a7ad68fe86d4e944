package vn.binhduong.gateway.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How fine the samples of a segment are: as they came, or condensed to the least, greatest and
/// mean value of an interval.
enum Grain {
  /// As they came.
  RAW(Duration.ZERO),
  /// At most one sample a minute.
  MINUTE(Duration.ofMinutes(1)),
  /// At most one sample an hour.
  HOUR(Duration.ofHours(1));

  private final Duration interval;

  Grain(Duration interval) {
    this.interval = interval;
  }

  /// Length of an interval; zero for [#RAW].
  Duration interval() {
    return interval;
  }

  /// The next coarser one; null behind the last.
  @Nullable Grain coarser() {
    return switch (this) {
      case RAW -> MINUTE;
      case MINUTE -> HOUR;
      case HOUR -> null;
    };
  }

  /// The grain whose interval has so many seconds; [#RAW] when none has.
  static Grain ofSeconds(long seconds) {
    for (Grain grain : values()) {
      if (grain.interval.toSeconds() == seconds) {
        return grain;
      }
    }
    return RAW;
  }
}
