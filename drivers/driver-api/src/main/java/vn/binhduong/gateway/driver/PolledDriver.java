package vn.binhduong.gateway.driver;

/// A device that is asked. The host calls [#poll] on schedule, never twice at the same time.
public non-sealed interface PolledDriver extends Driver {
  /// Reads once and emits what was read, usually one sample.
  ///
  /// Returns or throws within the device's deadline; an interrupt ends it within one second.
  ///
  /// @throws DriverException when nothing could be read; its kind says what the host should do
  /// @throws InterruptedException when the host wants the thread back
  void poll(ReadingSink sink) throws DriverException, InterruptedException;
}
