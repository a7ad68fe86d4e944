package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.time.Duration;

/// What is wrong on the way between a gateway and its broker, for as long as it is installed in a
/// [MqttLink]. By itself nothing is. Called by the two threads of a connection.
interface Trouble {
  /// Nothing is wrong.
  Trouble NONE = new Trouble() {};

  /// What becomes of a new connection.
  enum Door {
    /// It is made.
    OPEN,
    /// It is taken, and reset at once.
    RESET,
    /// It is taken, and nothing is ever said.
    SILENT,
    /// It is taken, but nobody stands behind it: what comes back is said by the trouble alone.
    FORGED
  }

  /// A new connection, with its number from 1.
  default Door door(int connection) {
    return Door.OPEN;
  }

  /// The gateway sends a packet.
  default void up(Packet packet, MqttLink.Connection on) throws IOException {
    on.toBroker(packet.bytes());
  }

  /// The broker sends a packet.
  default void down(Packet packet, MqttLink.Connection on) throws IOException {
    on.toGateway(packet.bytes());
  }

  /// How long every packet is on its way, each way.
  default Duration delay() {
    return Duration.ZERO;
  }

  /// How fast bytes pass, each way, bytes a second.
  default int bytesPerSecond() {
    return Integer.MAX_VALUE;
  }

  /// It began, or is over.
  ///
  /// @param link where it is
  default void begins(MqttLink link) throws IOException {}

  /// It is over.
  default void ends(MqttLink link) throws IOException {}
}
