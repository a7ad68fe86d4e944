package vn.binhduong.gateway.model;

/// How far the wall time of a sample can be trusted. The names travel on the wire as `hdr/clk`.
public enum ClockState {
  /// The offset was known from a synchronised clock.
  SYNCED,
  /// Computed back from a later synchronisation of the same boot; the drift error is stated.
  ESTIMATED,
  /// Never synchronised in that boot: wall time starts from the last time known.
  UNSYNCED
}
