package vn.binhduong.gateway.uplink;

import org.jspecify.annotations.Nullable;

/// What the broker said in its CONNACK (OASIS MQTT 5.0, 3.2.2.3), with the defaults of the
/// specification where it said nothing.
///
/// @param sessionPresent whether the broker kept our session
/// @param receiveMaximum messages we may have in flight, 1 to 65535
/// @param maximumPacketSize bytes of the largest packet it takes
/// @param maximumQos greatest QoS it takes, 0 to 2
/// @param retainAvailable whether it keeps retained messages
/// @param topicAliasMaximum topic aliases it takes; 0 none
/// @param keepAliveSeconds the keep alive it demands; null: ours holds
/// @param assignedClientId the client id it gave us; null: ours holds
record Terms(
    boolean sessionPresent,
    int receiveMaximum,
    long maximumPacketSize,
    int maximumQos,
    boolean retainAvailable,
    int topicAliasMaximum,
    @Nullable Integer keepAliveSeconds,
    @Nullable String assignedClientId) {

  /// Greatest packet MQTT can describe, bytes.
  static final long PACKET_SIZE_MAX = 268_435_460L;

  /// What holds when a CONNACK carries no property.
  static final Terms DEFAULTS = new Terms(false, 65_535, PACKET_SIZE_MAX, 2, true, 0, null, null);

  Terms {
    if (receiveMaximum < 1 || receiveMaximum > 65_535) {
      throw new IllegalArgumentException(
          "Receive Maximum: expected 1 to 65535, found " + receiveMaximum);
    }
    if (maximumPacketSize < 1) {
      throw new IllegalArgumentException(
          "Maximum Packet Size: expected at least 1, found " + maximumPacketSize);
    }
  }
}
