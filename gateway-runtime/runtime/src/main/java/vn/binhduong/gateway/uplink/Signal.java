package vn.binhduong.gateway.uplink;

/// What a connection reports. The signals of one publisher come in order and carry its number, so
/// that a late one of a connection thrown away is recognised and ignored.
sealed interface Signal {
  /// Number of the connection.
  long connection();

  /// CONNACK with success.
  record Connected(long connection, Terms terms) implements Signal {}

  /// The answer to a SUBSCRIBE.
  ///
  /// @param refused filters the broker refused, with the reason code, as one text; empty when none
  record Subscribed(long connection, String refused) implements Signal {}

  /// PUBACK of the message published with `id`.
  record Answered(long connection, long id, int reasonCode) implements Signal {}

  /// A message for us.
  record Arrived(long connection, Inbound message) implements Signal {}

  /// No connection could be made, or it ended. The last signal of a connection.
  record Ended(long connection, Failure failure) implements Signal {}
}
