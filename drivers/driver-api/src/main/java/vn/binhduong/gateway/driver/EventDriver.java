package vn.binhduong.gateway.driver;

import java.time.Duration;

/// A device that speaks by itself. It owns its link alone and has a thread of its own.
public non-sealed interface EventDriver extends Driver {
  /// Emits samples as they come, until interrupted, closed, or the device is lost.
  ///
  /// @throws DriverException when the device is lost or cannot be understood
  /// @throws InterruptedException when the host wants the thread back
  void run(ReadingSink sink) throws DriverException, InterruptedException;

  /// The longest time a healthy device may emit nothing; after it the host calls the device
  /// DEGRADED and opens it again.
  Duration longestSilence();
}
