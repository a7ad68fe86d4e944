package vn.binhduong.gateway.driver.simulated;

/// How a simulated instrument can be sick.
public enum FaultKind {
  /// It never answers; the call waits until it is interrupted or the fault is over.
  HANG,
  /// It answers with bytes that mean nothing.
  GARBAGE,
  /// It is unplugged.
  DROP_OUT,
  /// It repeats its last values.
  STUCK
}
