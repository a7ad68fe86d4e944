package vn.binhduong.gateway.store;

/// Why numbers of a stream will never be delivered. The lower-case names travel on the wire.
public enum GapReason {
  /// Damage, or a tail that could not be proved whole.
  LOST,
  /// Refused by a full queue.
  OVERRUN,
  /// Replaced by aggregates to save space.
  THINNED,
  /// Deleted to save space before it was delivered.
  DROPPED,
  /// Refused by the receiving side for good.
  QUARANTINED;

  /// The name in a gap record.
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static GapReason ofWire(String wire) {
    return valueOf(wire.toUpperCase(java.util.Locale.ROOT));
  }
}
