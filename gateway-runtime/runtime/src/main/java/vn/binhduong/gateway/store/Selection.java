package vn.binhduong.gateway.store;

/// Which entries a cursor gives.
public enum Selection {
  /// Every entry.
  ALL,
  /// Only what is neither acknowledged nor recorded as a gap at the moment it is read.
  PENDING
}
