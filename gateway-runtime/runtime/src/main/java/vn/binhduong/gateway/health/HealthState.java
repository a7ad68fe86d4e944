package vn.binhduong.gateway.health;

/// The state of one component, derived by the host and never reported by a driver.
///
///     STARTING -> OK <-> DEGRADED <-> UNAVAILABLE
///        |        any of these -> STUCK -> (reopened) -> OK
///        +-> MISCONFIGURED -> (new settings) -> STARTING
///     any -> CLOSED
public enum HealthState {
  /// Not yet open.
  STARTING,
  /// Does what it is for.
  OK,
  /// Does it with faults: some attempts fail, or what it says is not understood.
  DEGRADED,
  /// Does not answer; probed at a bounded rate.
  UNAVAILABLE,
  /// Can never work as configured; waits for new settings.
  MISCONFIGURED,
  /// A call outlived its deadline: it has not yet ended, was abandoned, or had to be ended from
  /// outside. Lasts until the component answers or fails in another way.
  STUCK,
  /// Stopped on purpose.
  CLOSED
}
