package vn.binhduong.gateway.proof.wedge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of the matrix: something that is wrong for a while, and what must come of it.
///
/// @param name for people
/// @param brief whether it is among those that run with every change
/// @param lasts how long it is wrong
/// @param within how long after it the gateway has come back at the latest
/// @param site what kind of gateway and broker it needs
/// @param uplink settings of the uplink other than the quick ones
/// @param setting makes the trouble, when the gateway runs
record Case(
    String name,
    boolean brief,
    Duration lasts,
    Duration within,
    Site site,
    Map<String, String> uplink,
    Setting setting) {

  /// What a case needs around it.
  enum Site {
    /// A gateway on the broker that all share.
    SHARED,
    /// The same, and it measures seldom.
    QUIET,
    /// A broker of its own, which is killed and started again with nothing kept.
    OWN_BROKER,
    /// A broker of its own, with TLS.
    TLS
  }

  /// What the trouble may know of its case.
  ///
  /// @param station the gateway
  /// @param link to which it will be given
  /// @param brokerPort of the broker itself
  /// @param breaches takes what the gateway did although it may not
  record Scene(Station station, MqttLink link, int brokerPort, List<String> breaches) {}

  /// Makes the trouble.
  @FunctionalInterface
  interface Setting {
    /// @return what is wrong, and what may be given up on account of it
    Plan make(Scene scene);
  }

  /// @param trouble what is wrong
  /// @param guilty the device of which one sample is to be given up; null for none
  /// @param number of that sample
  record Plan(Trouble trouble, @Nullable String guilty, long number) {
    Plan(Trouble trouble) {
      this(trouble, null, 0);
    }
  }
}
