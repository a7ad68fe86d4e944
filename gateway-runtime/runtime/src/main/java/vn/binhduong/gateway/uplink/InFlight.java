package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages sent and not yet acknowledged, bounded in number (ours and the Receive Maximum of the
/// CONNACK) and in bytes. Not thread-safe.
final class InFlight {
  /// @param id of the publication
  /// @param bytes on the wire
  /// @param sentAt when it was sent
  record Flight(long id, Cargo cargo, int bytes, long sentAt) {}

  private final Allowance allowance;
  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private long bytes;
  private int window = 1;
  private int history;
  private long progressAt;
  private long answeredAt;
  private long answeredMax;
  private long overtakenAt;

  /// @param allowance how many bytes may be in flight; told of every answer
  InFlight(Allowance allowance) {
    this.allowance = allowance;
  }

  /// A new connection: nothing is in flight.
  ///
  /// @param messages most messages in flight, at least 1
  void open(int messages) {
    if (!flights.isEmpty()) {
      throw new IllegalStateException("in flight: expected none, found " + flights.size());
    }
    window = Math.max(1, messages);
    overtakenAt = 0;
    answeredMax = 0;
  }

  /// Whether one more message may be sent.
  boolean hasRoom() {
    return flights.isEmpty() || (flights.size() < window && bytes < allowance.bytes());
  }

  /// Whether one more message of so many bytes may be sent.
  boolean hasRoomFor(int messageBytes) {
    return flights.isEmpty() || (hasRoom() && bytes + messageBytes <= allowance.bytes());
  }

  /// Whether the backlog may have one more, at this share of the window.
  boolean hasRoomForHistory(int sharePercent) {
    return hasRoom() && history < Math.max(1, window * sharePercent / 100);
  }

  void add(Flight flight, long now) {
    if (flights.isEmpty()) {
      progressAt = now;
    }
    if (flights.put(flight.id(), flight) != null) {
      throw new IllegalStateException("message " + flight.id() + " is in flight already");
    }
    bytes += flight.bytes();
    history += isHistory(flight) ? 1 : 0;
  }

  /// An acknowledgement came; null when that message is not in flight.
  @Nullable Flight remove(long id, long now) {
    Flight flight = flights.remove(id);
    if (flight != null) {
      progressAt = now;
      answeredAt = now;
      bytes -= flight.bytes();
      history -= isHistory(flight) ? 1 : 0;
      overtaken(id, now);
      allowance.answered(flight.bytes(), flight.sentAt(), now);
    }
    return flight;
  }

  /// A broker answers in the order in which messages came (OASIS MQTT 5.0, 4.6): when a later one
  /// is answered, the answer to the oldest may be lost for good.
  private void overtaken(long answered, long now) {
    boolean wasOldest = flights.isEmpty() || answered < flights.keySet().iterator().next();
    answeredMax = Math.max(answeredMax, answered);
    if (flights.isEmpty() || flights.keySet().iterator().next() > answeredMax) {
      overtakenAt = 0;
    } else if (wasOldest || overtakenAt == 0) {
      overtakenAt = now;
    }
  }

  /// Everything in flight in the order it was sent; nothing is afterwards.
  List<Flight> drain() {
    List<Flight> all = new ArrayList<>(flights.values());
    flights.clear();
    bytes = 0;
    history = 0;
    return all;
  }

  /// Nanoseconds since the last acknowledgement, or since the oldest message was overtaken by the
  /// acknowledgement of a later one, whichever is longer; 0 when nothing is in flight.
  long stalledNanos(long now) {
    long overtaken = overtakenAt == 0 ? 0 : now - overtakenAt;
    return flights.isEmpty() ? 0 : Math.max(now - progressAt, overtaken);
  }

  /// When the last acknowledgement came; it may be one of an earlier connection.
  long answeredAt() {
    return answeredAt;
  }

  /// Bytes of the largest message in flight; 0 when there is none.
  int largest() {
    return flights.values().stream().mapToInt(Flight::bytes).max().orElse(0);
  }

  boolean isEmpty() {
    return flights.isEmpty();
  }

  int size() {
    return flights.size();
  }

  long bytes() {
    return bytes;
  }

  private static boolean isHistory(Flight flight) {
    return flight.cargo() instanceof Cargo.Data(Batch batch)
        && (batch.lane() == Lane.HISTORY || batch.lane() == Lane.REPLAY);
  }
}
