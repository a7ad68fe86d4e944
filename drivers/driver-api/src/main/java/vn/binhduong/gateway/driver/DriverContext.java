package vn.binhduong.gateway.driver;

import java.time.InstantSource;

/// What the host gives to one device.
public interface DriverContext {
  /// The id of the device, for messages.
  String deviceId();

  /// The only clock a driver may read. It never steps: the host corrects wall time later.
  InstantSource clock();

  /// The logger of this device. Log changes of state, never each failure: the host logs what is
  /// thrown.
  System.Logger logger();

  /// The link that the configuration names for this device, open and owned by the calling thread.
  ///
  /// @throws DriverException MISCONFIGURED when no link is configured, or one of another type
  <L extends Link> L link(Class<L> type) throws DriverException;
}
