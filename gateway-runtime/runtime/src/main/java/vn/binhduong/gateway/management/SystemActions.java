package vn.binhduong.gateway.management;

import java.util.Optional;

/// What a management server may ask of the machine. The gateway has no right to do it; it asks
/// whoever has.
@FunctionalInterface
public interface SystemActions {
  /// Asks for a reboot, which comes in a moment.
  ///
  /// @return why it is not possible; empty when it was asked for
  Optional<String> reboot();
}
