package vn.binhduong.gateway.driver.pi4j;

import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.driver.DriverException;

/// Input lines of one chip, as the kernel tells of them: every change, before debouncing. Not
/// thread-safe.
interface InputLines extends AutoCloseable {
  /// Changes that a call returns at most.
  int CHANGES_MAX = 64;

  /// What changed since the last call, oldest first; waits for it.
  ///
  /// @param timeout longest wait; zero: none
  /// @return at most [#CHANGES_MAX]; empty when none came in time
  /// @throws DriverException UNAVAILABLE when the chip is gone
  List<Change> changes(Duration timeout) throws DriverException;

  /// Whether a line is active now.
  ///
  /// @param input its place among these lines, from 0
  /// @throws DriverException UNAVAILABLE when the chip is gone
  boolean isActive(int input) throws DriverException;

  @Override
  void close();

  /// A change of a line.
  ///
  /// @param input its place among these lines, from 0
  /// @param active whether it became active
  /// @param nanos when the kernel saw it ([System#nanoTime])
  /// @param number 1 for the first one; a number that is missing is a change that the kernel could
  ///   not keep
  record Change(int input, boolean active, long nanos, int number) {}
}
