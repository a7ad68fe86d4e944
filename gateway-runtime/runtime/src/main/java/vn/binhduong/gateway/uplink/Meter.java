package vn.binhduong.gateway.uplink;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what a metered link is charged for, as well as a program can see it: every byte written
/// to and read from the connection to the broker, and an allowance for what is added below.
///
/// Not seen, and therefore not counted: what the operating system sends again, the packets of a
/// connection that does not come about, and the traffic of other programs and of management. Of
/// TLS, records and handshake are allowances as well.
///
/// Thread-safe.
final class Meter {
  /// Payload of one segment on a link with the usual 1,500-byte packets.
  static final int SEGMENT_BYTES = 1_400;

  /// For each segment written: its headers of IP and TCP (52 bytes), those of the answer that comes
  /// for it, and half as much again for bare acknowledgements.
  static final int SEGMENT_ALLOWANCE = 130;

  /// For each write in TLS: header, nonce and tag (29 bytes in TLS 1.2, 22 in 1.3), and those of
  /// the answer.
  static final int RECORD_ALLOWANCE = 58;

  /// For a TLS handshake with a certificate on each side.
  static final int HANDSHAKE_ALLOWANCE = 6_000;

  private final AtomicLong bytes = new AtomicLong();
  private final boolean encrypted;

  /// @param encrypted whether the connections use TLS
  Meter(boolean encrypted) {
    this.encrypted = encrypted;
  }

  /// A connection was made.
  void opened() {
    bytes.addAndGet(4 * SEGMENT_ALLOWANCE + (encrypted ? HANDSHAKE_ALLOWANCE : 0));
  }

  /// So many bytes were written at once.
  void written(int count) {
    bytes.addAndGet(charged(count));
  }

  /// So many bytes were read. Their headers are in the allowance of what they answer: MQTT reads
  /// single bytes, which says nothing about segments.
  void read(int count) {
    if (count > 0) {
      bytes.addAndGet(count);
    }
  }

  /// What so many bytes written at once are charged as.
  long charged(int count) {
    long segments = ((long) count + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    return count + segments * SEGMENT_ALLOWANCE + (encrypted ? RECORD_ALLOWANCE : 0);
  }

  /// Bytes since the start.
  long bytes() {
    return bytes.get();
  }
}
