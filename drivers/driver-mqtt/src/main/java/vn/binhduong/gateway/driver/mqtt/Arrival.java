package vn.binhduong.gateway.driver.mqtt;

import java.time.Instant;

/// A message as it came.
final class Arrival {
  private static final byte[] NOTHING = {};

  private final Instant at;
  private final byte[] payload;
  private final int bytes;
  private final boolean retained;

  /// @param at when it came, by the clock of the gateway
  /// @param payload not to be changed; one that is too large is not kept
  /// @param retained whether the broker had kept it from before
  Arrival(Instant at, byte[] payload, boolean retained) {
    this.at = at;
    this.bytes = payload.length;
    this.payload = bytes > MessageReader.PAYLOAD_BYTES_MAX ? NOTHING : payload;
    this.retained = retained;
  }

  Instant at() {
    return at;
  }

  /// The payload, not to be changed.
  ///
  /// @throws MalformedException when it was too large to be kept
  byte[] payload() throws MalformedException {
    if (bytes > MessageReader.PAYLOAD_BYTES_MAX) {
      throw MessageReader.tooLarge(bytes);
    }
    return payload;
  }

  /// Size of the payload as it came.
  int bytes() {
    return bytes;
  }

  /// Bytes that are held.
  int held() {
    return payload.length;
  }

  boolean retained() {
    return retained;
  }
}
