package vn.binhduong.gateway.uplink;

/// How much may be in flight on this link, learned from how fast answers come and from what
/// connections ended of. Without it a link of 1 kB/s would be given a megabyte, and thrown away for
/// want of an answer before the first message is through, again and again.
/// - Bytes grow by what is acknowledged in good time (a quarter of the patience), and are halved
///   when an answer takes more than half of it; an end for want of progress quarters them.
/// - Messages in flight are halved when the broker says that there are too many (0x93), and a
///   message may have half the bytes of the greatest at which it said too large (0x95). Both hold
///   until it announces other limits.
///
/// Pure; for the uplink thread.
final class Allowance {
  /// Bytes in flight on the best of links.
  static final long BYTES_MAX = 4L << 20;

  /// Bytes in flight on the worst.
  static final long BYTES_MIN = 1L << 10;

  private static final long BYTES_FIRST = 64L << 10;
  private static final int MESSAGE_BYTES_MIN = 512;

  private final long patienceNanos;
  private long bytes;
  private int messages = Integer.MAX_VALUE;
  private int messageBytes = Integer.MAX_VALUE;
  private Terms announced = Terms.DEFAULTS;
  private long shrunkAt = Long.MIN_VALUE / 2;

  /// @param patienceNanos longest wait for any acknowledgement
  /// @param largestMessage bytes of the largest message of the settings
  Allowance(long patienceNanos, int largestMessage) {
    this.patienceNanos = patienceNanos;
    this.bytes = Math.min(BYTES_MAX, Math.max(BYTES_FIRST, 2L * largestMessage));
  }

  /// A connection was made on these terms.
  void agreed(Terms terms) {
    if (terms.receiveMaximum() != announced.receiveMaximum()) {
      messages = Integer.MAX_VALUE;
    }
    if (terms.maximumPacketSize() != announced.maximumPacketSize()) {
      messageBytes = Integer.MAX_VALUE;
    }
    announced = terms;
  }

  /// A message was answered.
  ///
  /// @param size its bytes
  /// @param sentAt when it was sent, `now` when its answer came
  void answered(int size, long sentAt, long now) {
    long took = now - sentAt;
    if (took <= patienceNanos / 4) {
      bytes = Math.min(BYTES_MAX, bytes + size);
    } else if (took > patienceNanos / 2 && sentAt >= shrunkAt) {
      // Once for all that was in flight together.
      bytes = Math.max(BYTES_MIN, bytes / 2);
      shrunkAt = now;
    }
  }

  /// A connection ended.
  ///
  /// @param inFlight messages in flight, `inFlightBytes` bytes of them all, `largest` of the
  ///   largest
  void ended(Failure why, int inFlight, long inFlightBytes, int largest, long now) {
    if (why.kind() == Failure.Kind.NO_PROGRESS && inFlight > 0) {
      bytes = Math.max(BYTES_MIN, Math.min(bytes, inFlightBytes) / 4);
      shrunkAt = now;
    }
    switch (why.reasonCode()) {
      case Failure.RECEIVE_MAXIMUM_EXCEEDED ->
          messages = Math.max(1, Math.min(messages, inFlight) / 2);
      case Failure.PACKET_TOO_LARGE ->
          messageBytes = Math.max(MESSAGE_BYTES_MIN, Math.min(messageBytes, largest) / 2);
      default -> {} // says nothing about how much
    }
  }

  /// Bytes that may be in flight; a single larger message still goes when nothing else does.
  long bytes() {
    return bytes;
  }

  /// Messages that may be in flight.
  ///
  /// @param most as settings and CONNACK allow
  int messages(int most) {
    return Math.min(most, messages);
  }

  /// Bytes a message of several entries should have at most.
  ///
  /// @param most as the settings allow
  int messageBytes(int most) {
    return (int) Math.min(Math.min(most, messageBytes), bytes);
  }
}
