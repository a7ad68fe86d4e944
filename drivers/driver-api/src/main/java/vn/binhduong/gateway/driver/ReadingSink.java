package vn.binhduong.gateway.driver;

import java.time.Instant;
import java.util.List;

/// Where a driver puts what it has read. Used only from the thread on which `poll` or `run` was
/// called.
@FunctionalInterface
public interface ReadingSink {
  /// Takes one sample: all readings that belong to `at`, each channel at most once.
  ///
  /// @param at when the instrument measured, by [DriverContext#clock()]; within one driver never
  ///   going back
  /// @param readings at least one, of declared channels only
  /// @throws IllegalArgumentException when the sample breaks one of these rules; nothing of it is
  ///   kept
  void emit(Instant at, List<Reading> readings);

  /// [#emit(Instant, List)] for a fixed set of readings.
  default void emit(Instant at, Reading... readings) {
    emit(at, List.of(readings));
  }
}
