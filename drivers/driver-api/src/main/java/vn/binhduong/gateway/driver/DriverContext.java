package vn.binhduong.gateway.driver;

import java.time.InstantSource;
import java.util.Optional;

/// What the host gives to one device.
public interface DriverContext {
  /// The id of the device, for messages.
  String deviceId();

  /// The only clock a driver may read. It never steps: the host corrects wall time later.
  InstantSource clock();

  /// The logger of this device. Log changes of state, never each failure: the host logs what is
  /// thrown.
  System.Logger logger();

  /// Longest text that a device can remember.
  int REMEMBERED_CHARACTERS_MAX = 1000;

  /// What the device remembered last, also before a restart or a power cut; empty at first, or when
  /// it cannot be read.
  default Optional<String> remembered() {
    return Optional.empty();
  }

  /// Keeps a text over restarts and power cuts, such as the total of a counter. Flash wears: what
  /// is told more often than every 30 s may be kept in memory until then.
  ///
  /// @param text at most [#REMEMBERED_CHARACTERS_MAX] characters
  default void remember(String text) {}

  /// The link that the configuration names for this device, open and owned by the calling thread.
  ///
  /// @throws DriverException MISCONFIGURED when no link is configured, or one of another type
  <L extends Link> L link(Class<L> type) throws DriverException;
}
