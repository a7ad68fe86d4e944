package vn.binhduong.gateway.proof.station;

import java.util.Set;

/// Something that may fail, and the devices that fail with it.
///
/// @param name for people
/// @param devices those that are hurt by it
/// @param hang it is there and never answers
/// @param unplug it is not there
/// @param heal it is as before
record Instrument(String name, Set<String> devices, Step hang, Step unplug, Step heal) {
  /// Breaks or mends something.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }
}
