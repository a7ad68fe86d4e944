package vn.binhduong.gateway.proof.sensors;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// One sick device among healthy ones.
///
/// @param name of the case
/// @param fault what is broken
/// @param sick the devices that are made sick
/// @param healthy the devices on the same link
/// @param states the sick ones must be in one of these within the deadline; empty where the fault
///   heals by itself
/// @param words of its message
/// @param displaced polls of each healthy device that one call may cost which hangs until its
///   deadline
/// @param sicken breaks it
/// @param heal mends it
/// @param calls calls that hung, or requests that reached the sick one
/// @param probes when the sick one held the bus for its timeout
/// @param callsMax most of them while it is sick; 0 for no bound
record Case(
    String name,
    String fault,
    List<String> sick,
    List<String> healthy,
    Set<String> states,
    String words,
    int displaced,
    Step sicken,
    Step heal,
    Meter calls,
    Supplier<List<Polls.Span>> probes,
    long callsMax) {

  /// Something done to it.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /// A count.
  @FunctionalInterface
  interface Meter {
    long count() throws Exception;
  }
}
