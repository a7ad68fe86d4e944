package vn.binhduong.gateway.driver;

import java.time.Duration;
import java.util.Optional;

/// One or more inputs of the board, told apart by their place in the settings of the link, from 0.
/// They belong to one device alone.
public interface GpioLink extends Link {
  /// Number of inputs.
  int inputs();

  /// Whether an input is active now: closed contact or low level where the settings say so.
  ///
  /// @throws DriverException UNAVAILABLE when the chip is gone
  boolean isActive(int input) throws DriverException;

  /// The next change of any input, in the order in which they happened.
  ///
  /// @param timeout longest wait, more than zero
  /// @return empty when none came in time
  /// @throws DriverException UNAVAILABLE when the chip is gone, or more changes came than are kept
  Optional<Edge> next(Duration timeout) throws DriverException, InterruptedException;

  /// A change of an input, after debouncing.
  ///
  /// @param input which one, from 0
  /// @param active whether it became active
  /// @param nanos when, on a clock that only runs forward ([System#nanoTime])
  record Edge(int input, boolean active, long nanos) {}
}
