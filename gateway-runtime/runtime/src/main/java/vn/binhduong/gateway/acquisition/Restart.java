package vn.binhduong.gateway.acquisition;

import java.util.Set;
import vn.binhduong.gateway.health.HealthState;

/// Acquisition asks for a clean restart of the process, because something that a driver did cannot
/// be undone within it.
///
/// @param reason in words
/// @param suspects the devices it is laid to, which are to be held back after the restart; empty
///   where none could be named
/// @param state what those devices are in: STUCK after calls that did not end, UNAVAILABLE after
///   taking the memory
public record Restart(String reason, Set<String> suspects, HealthState state) {
  public Restart {
    suspects = Set.copyOf(suspects);
  }
}
