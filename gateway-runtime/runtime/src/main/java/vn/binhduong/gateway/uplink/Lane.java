package vn.binhduong.gateway.uplink;

/// Priority class of the uplink, the most urgent first.
enum Lane {
  /// The gateway stream: alarms, gaps, clock corrections, results.
  EVENT,
  /// What is measured now.
  LIVE,
  /// The backlog of an outage.
  HISTORY,
  /// What the IOC asked to have again; it was delivered before.
  REPLAY
}
