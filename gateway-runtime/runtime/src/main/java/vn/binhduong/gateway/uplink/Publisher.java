package vn.binhduong.gateway.uplink;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// One connection to the broker, from the attempt to its end; never used twice. The seam between
/// the decisions and MQTT.
///
/// Called by the uplink thread only, and never blocks it except where `disconnect` says so. What
/// happens comes back as [Signal], on any thread, one at a time.
interface Publisher {
  /// Starts to connect. Answered by `Connected` or `Ended`.
  void connect();

  /// Starts to subscribe with QoS 1. Answered by `Subscribed`.
  void subscribe(List<String> filters);

  /// Starts to publish with QoS 1. Answered by `Answered` with the same id.
  ///
  /// @return false when nothing was sent because the socket cannot take it now
  boolean publish(long id, Outgoing message);

  /// Says goodbye (the broker then drops the Will) and waits at most `limit` for it to be sent.
  void disconnect(Duration limit);

  /// Throws the connection away without waiting; idempotent. No signal follows.
  void discard();

  /// Makes connections.
  interface Source {
    /// A new connection, not yet connecting.
    ///
    /// @param connection its number
    /// @param will published by the broker when this connection ends without goodbye
    /// @param signals where it reports
    /// @throws SetupException when settings or the files they name do not allow a connection
    Publisher open(long connection, Outgoing will, Consumer<Signal> signals) throws SetupException;
  }

  /// The settings, or the files they name, do not allow a connection.
  final class SetupException extends Exception {
    private static final long serialVersionUID = 1;

    SetupException(String message, Throwable cause) {
      super(message, cause);
    }

    SetupException(String message) {
      super(message);
    }
  }
}
