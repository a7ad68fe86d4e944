package vn.binhduong.gateway.driver.mqtt;

/// What becomes of messages that the broker kept and gives to each new subscriber.
public enum Retained {
  /// They are no events: not asked for, and dropped where they come all the same.
  IGNORE,
  /// They count like any other.
  ACCEPT
}
