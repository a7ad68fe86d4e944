package vn.binhduong.gateway.uplink;

/// Where the uplink stands with the broker.
///
///     IDLE ----start----> CONNECTING --CONNACK--> GREETING --first PUBACK--> ONLINE
///                          ^   |  ^                  |                         |
///                          |   |  +----due----+      |                         |
///                          |   +--refused--> WAITING <--------lost-------------+
///                          |                  |
///     CLOSED <-------------+--close-----------+   (close is possible in every state)
///
/// Only `Conversation` moves between them, in one method.
public enum LinkState {
  /// Not started.
  IDLE,
  /// A connection is being made.
  CONNECTING,
  /// Connected; subscriptions and `state` are on their way. Nothing else is sent before the broker
  /// has acknowledged them, so that a connection that drops at once is not blamed on a batch.
  GREETING,
  /// Connected, and the broker acknowledges.
  ONLINE,
  /// No connection; the next attempt is due later.
  WAITING,
  /// Closed for good.
  CLOSED
}
