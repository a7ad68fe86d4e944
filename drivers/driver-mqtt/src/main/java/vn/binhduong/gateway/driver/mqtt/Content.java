package vn.binhduong.gateway.driver.mqtt;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a message holds for one device.
sealed interface Content {
  /// It is of another device.
  record Foreign() implements Content {}

  /// It is of this device.
  ///
  /// @param sourceId what names it; null where the mapping does not say or nothing is mapped
  /// @param time when it was measured, as the source says; null as above
  /// @param counter its number; empty where the mapping does not say or the message has none
  /// @param values the mapped values, by the order of the channels; none when the message has none
  ///   of the mapped places
  record Own(
      @Nullable String sourceId, @Nullable Instant time, OptionalLong counter, List<Value> values)
      implements Content {
    public Own {
      values = List.copyOf(values);
    }
  }

  /// One mapped value.
  ///
  /// @param value what it means; NaN: cannot be measured, or there is no number
  /// @param fault why there is no number; null where there is one
  record Value(double value, @Nullable String fault) {}
}
