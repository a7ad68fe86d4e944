package vn.binhduong.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `calibrate-shown`: the last sample of a device before and after its correction.
///
/// @param device its id
/// @param sample tells one sample from another; nanoseconds of the monotonic clock
/// @param channels its readings
public record Shown(String device, long sample, List<Channel> channels) {
  public Shown {
    channels = List.copyOf(channels);
  }

  /// One reading.
  ///
  /// @param name its channel
  /// @param unit SenML symbol
  /// @param shown as the driver gave it; null when it has no value
  /// @param value as it goes on; null when it has no value
  /// @param quality as the driver gave it
  public record Channel(
      String name, String unit, @Nullable Double shown, @Nullable Double value, String quality) {}
}
