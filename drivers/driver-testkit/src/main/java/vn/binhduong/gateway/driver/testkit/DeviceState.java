package vn.binhduong.gateway.driver.testkit;

/// What the stand-in for the hardware does, as the contract suite asks.
public enum DeviceState {
  /// Answers as a healthy device.
  ANSWERING,
  /// Unplugged: the link reports the loss, or the time for an answer runs out.
  GONE,
  /// Accepts everything and never answers, so that a call waits as long as the driver lets it.
  HANGING,
  /// Answers at once, but with bytes or values that mean nothing.
  GARBAGE,
  /// Answers rightly, but piece by piece with pauses between: what comes is true, and may come too
  /// late.
  DRIPPING
}
