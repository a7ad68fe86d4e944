package vn.binhduong.gateway.uplink;

/// How many bytes of backlog may be in flight, so that live data sent beside them never waits long
/// behind them. The idea is LEDBAT's (RFC 6817): the time a message takes says how much waits in
/// front of it, so the window grows while acknowledgements come sooner than a target and shrinks
/// while they come later. On a fast link it becomes as large as the window in messages allows; on a
/// slow one it holds what the link carries in the target time.
///
/// The target is absolute, not above the least delay ever seen: it bounds what live data feels. A
/// link whose bare round trip is near the target or above it gets half as much again as that round
/// trip, measured with messages that had none in front of them.
///
/// Pure; for the uplink thread.
final class HistoryPace {
  /// How long an acknowledgement of a message of backlog should take.
  static final long TARGET_NANOS = 400_000_000L;

  /// The least window: one small message at a time goes over the slowest link.
  static final int BYTES_MIN = 4 << 10;

  /// The window a connection begins with.
  static final int BYTES_START = 16 << 10;

  /// The greatest window: half of what may be in flight at all.
  static final int BYTES_MAX = (int) (Allowance.BYTES_MAX / 2);

  /// Share of the deviation that is corrected in a round trip, once the target was reached.
  private static final double GAIN = 0.5;

  /// Bare round trips are forgotten after one to two of these.
  private static final long BARE_SLOT_NANOS = 60_000_000_000L;

  private double window = BYTES_START;
  private boolean doubling = true;
  private long bareNow = Long.MAX_VALUE;
  private long bareBefore = Long.MAX_VALUE;
  private long bareSlotAt;

  /// A new connection: what the last one carried says little about it.
  void connected(long now) {
    window = BYTES_START;
    doubling = true;
    bareNow = Long.MAX_VALUE;
    bareBefore = Long.MAX_VALUE;
    bareSlotAt = now;
  }

  /// Bytes of backlog that may be in flight.
  int windowBytes() {
    return (int) window;
  }

  /// Most bytes of one message of backlog: a quarter of the window, so that it can be filled well.
  ///
  /// @param slots how many messages of backlog may be in flight
  int messageBytes(int slots) {
    return (int) Math.max(BYTES_MIN / 2, window / Math.clamp(slots, 1, 4));
  }

  /// Whether one more message of backlog may be sent while so many bytes of it are in flight.
  boolean admits(long historyInFlight, int slots) {
    return historyInFlight == 0 || historyInFlight + messageBytes(slots) <= window;
  }

  /// A message without any other in front of it was acknowledged.
  void bare(long latencyNanos, long now) {
    if (now - bareSlotAt >= BARE_SLOT_NANOS) {
      bareSlotAt = now;
      bareBefore = bareNow == Long.MAX_VALUE ? bareBefore : bareNow;
      bareNow = Long.MAX_VALUE;
    }
    bareNow = Math.min(bareNow, latencyNanos);
  }

  /// A message of backlog was acknowledged.
  ///
  /// @param bytes of it
  /// @param historyInFlight of the backlog in flight, itself included
  /// @param latencyNanos from sending to acknowledgement
  void answered(int bytes, long historyInFlight, long latencyNanos) {
    double target = targetNanos();
    double off = Math.clamp((target - latencyNanos) / target, -1, 1);
    if (off < 0) {
      doubling = false;
    }
    double next = window + (doubling ? 1 : GAIN) * off * bytes;
    if (off > 0) {
      // A window that is not used says nothing about a greater one.
      next = Math.max(window, Math.min(next, 2.0 * historyInFlight + BYTES_START));
    }
    window = Math.clamp(next, BYTES_MIN, BYTES_MAX);
  }

  private double targetNanos() {
    long bare = Math.min(bareNow, bareBefore);
    return bare == Long.MAX_VALUE ? TARGET_NANOS : Math.max(TARGET_NANOS, 1.5 * bare);
  }
}
