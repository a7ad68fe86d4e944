package vn.binhduong.gateway.management;

import java.util.Optional;

/// What a management server may ask of the machine. The gateway has no right to do it; it asks
/// whoever has.
public interface SystemActions {
  /// Asks for a reboot, which comes in a moment.
  ///
  /// @return why it is not possible; empty when it was asked for
  Optional<String> reboot();

  /// Asks for everything in the data directory to be erased, samples that nobody has yet included,
  /// and for the program to begin anew.
  ///
  /// @return why it is not possible; empty when it was asked for
  Optional<String> factoryReset();
}
