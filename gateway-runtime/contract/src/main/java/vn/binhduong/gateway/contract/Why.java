package vn.binhduong.gateway.contract;

/// Why numbers of a stream will never be delivered as they were.
public enum Why {
  /// Reserved or committed, then not readable any more: power cut, damage.
  LOST,
  /// Never stored: the queue before the store was full.
  OVERRUN,
  /// Replaced by aggregates to save space.
  THINNED,
  /// Deleted to save space.
  DROPPED,
  /// Refused by the broker again and again, or not possible to encode; kept on the gateway.
  QUARANTINED
}
