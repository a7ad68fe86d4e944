package vn.binhduong.gateway.driver.coap;

/// What becomes of a channel that has no value in a sample.
public enum Missing {
  /// It is in the sample without a value: BAD_SENSOR.
  BAD,
  /// It is not in the sample: for nodes that send their quantities one at a time.
  LEAVE_OUT
}
