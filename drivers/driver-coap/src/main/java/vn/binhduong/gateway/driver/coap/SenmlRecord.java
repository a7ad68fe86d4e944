package vn.binhduong.gateway.driver.coap;

import org.jspecify.annotations.Nullable;

/// One record of a SenML pack with its base values applied (RFC 8428 §4.6), but for its time, which
/// stays as it was sent.
///
/// @param name base name and name, 1 to [SenmlPack#NAME_CHARS_MAX] characters
/// @param unit its unit, else the base unit; null where neither is given
/// @param timeSeconds base time and time: from [SenmlPack#ABSOLUTE_SECONDS_MIN] seconds since 1970,
///   below it seconds from now, negative in the past
/// @param value base value and value; 1 or 0 for a Boolean; NaN where the value is a string, data,
///   or only a sum, or says that there is none
record SenmlRecord(String name, @Nullable String unit, double timeSeconds, double value) {
  SenmlRecord {
    if (name.isEmpty() || !Double.isFinite(timeSeconds) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("record '%s' at %s".formatted(name, timeSeconds));
    }
  }

  /// Whether its time is one of the calendar.
  boolean isAbsolute() {
    return timeSeconds >= SenmlPack.ABSOLUTE_SECONDS_MIN;
  }
}
