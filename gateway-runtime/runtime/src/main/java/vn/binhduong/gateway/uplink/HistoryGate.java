package vn.binhduong.gateway.uplink;

import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Decides whether backlog may be sent now, and in how large messages. Live data and events never
/// pass here.
///
/// For the uplink thread.
final class HistoryGate {
  /// Smoothing of the ratio between bytes sent and bytes estimated.
  private static final double RATIO_WEIGHT = 0.2;

  private final int sharePercent;
  private final double rate;
  private final int messageBytesMax;
  private final Supplier<String> hindrance;
  private final IntConsumer sent;
  private final HistoryPace pace = new HistoryPace();
  private int slots = 1;
  private double tokens;
  private long tokensAt;
  private double ratio = 1;
  private boolean ratioKnown;

  /// @param hindrance why no backlog may go for another reason than the link, in one sentence;
  ///   empty when it may
  /// @param sent is told the bytes of each message of backlog
  HistoryGate(UplinkSettings settings, Supplier<String> hindrance, IntConsumer sent) {
    this.sharePercent = settings.historyShare();
    this.rate = settings.historyRate();
    this.messageBytesMax = settings.messageKib() << 10;
    this.hindrance = hindrance;
    this.sent = sent;
  }

  /// A new connection.
  ///
  /// @param window messages that may be in flight
  void connected(int window, long now) {
    slots = InFlight.historySlots(window, sharePercent);
    pace.connected(now);
    tokens = 0;
    tokensAt = now;
  }

  /// Whether one more message of backlog may be sent.
  boolean open(InFlight inFlight, long now) {
    if (rate > 0) {
      tokens = Math.min(rate, tokens + rate * (now - tokensAt) / 1e9);
    }
    tokensAt = now;
    return inFlight.hasRoomForHistory(slots)
        && pace.admits(inFlight.historyBytes(), slots)
        && (rate == 0 || tokens > 0)
        && hindrance.get().isEmpty();
  }

  /// Most bytes of a message of backlog on the wire.
  int messageBytes() {
    return Math.min(messageBytesMax, pace.messageBytes(slots));
  }

  /// Most bytes of a batch of backlog as [Item#estimatedBytes] counts them.
  int batchBytes() {
    return (int) Math.min(messageBytesMax, messageBytes() / ratio);
  }

  /// Batches of backlog to hold ready: no more than go soon, since the link may ask for other
  /// sizes.
  int batchesAhead() {
    return Math.min(LaneQueue.READY_MAX, slots + 1);
  }

  /// A message of backlog was made.
  void encoded(Batch batch, int bytes) {
    int estimated = batch.items().stream().mapToInt(Item::estimatedBytes).sum();
    double weight = ratioKnown ? RATIO_WEIGHT : 1;
    ratioKnown = true;
    ratio += weight * (Math.clamp((double) bytes / estimated, 0.05, 20) - ratio);
  }

  /// A message of backlog was sent.
  void sent(Batch batch, int bytes) {
    tokens -= batch.size();
    sent.accept(bytes);
  }

  /// A message was acknowledged.
  ///
  /// @param inFlight after it was taken out
  void answered(InFlight.Flight flight, InFlight inFlight, long now) {
    long latency = now - flight.sentAt();
    if (flight.alone()) {
      pace.bare(latency, now);
    }
    if (flight.isHistory()) {
      pace.answered(flight.bytes(), inFlight.historyBytes() + flight.bytes(), latency);
    }
  }

  /// Why no backlog may go for another reason than the link, in one sentence; empty when it may.
  String hindrance() {
    return hindrance.get();
  }

  /// Bytes of backlog that may be in flight.
  int windowBytes() {
    return pace.windowBytes();
  }
}
