package vn.binhduong.gateway.control;

import org.jspecify.annotations.Nullable;

/// One reading as people see it.
///
/// @param channel its name
/// @param unit SenML symbol
/// @param value null when the quality is bad
/// @param quality name of the quality
/// @param ageMillis age when the answer was made, milliseconds
public record Value(
    String channel, String unit, @Nullable Double value, String quality, long ageMillis) {}
