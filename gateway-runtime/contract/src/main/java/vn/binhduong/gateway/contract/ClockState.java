package vn.binhduong.gateway.contract;

/// How far the times of a batch can be trusted; on the wire `hdr/clk`, by these names.
public enum ClockState {
  /// From a synchronised clock.
  SYNCED,
  /// Computed back from a later synchronisation of the same boot.
  ESTIMATED,
  /// Never synchronised in that boot; only the order and the distances mean something.
  UNSYNCED
}
