package vn.binhduong.gateway.driver;

import java.time.Duration;

/// A serial port, open with the settings of its link.
public interface SerialLink extends Link {
  /// Reads what is there, waiting for the first byte.
  ///
  /// @param buffer takes the bytes from index 0
  /// @param timeout longest wait for the first byte, more than zero
  /// @return number of bytes read, 0 when none came in time
  /// @throws DriverException UNAVAILABLE when the port is gone or closed
  int read(byte[] buffer, Duration timeout) throws DriverException, InterruptedException;

  /// Writes all bytes.
  ///
  /// @throws DriverException UNAVAILABLE when the port is gone or closed, or does not take the
  ///   bytes within a second
  void write(byte[] bytes) throws DriverException, InterruptedException;

  /// Throws away what was received and not yet read.
  void discardInput() throws DriverException;
}
