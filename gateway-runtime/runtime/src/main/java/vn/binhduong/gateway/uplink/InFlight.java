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
  /// @param alone whether nothing else was in flight then
  record Flight(long id, Cargo cargo, int bytes, long sentAt, boolean alone) {
    /// Whether it carries backlog.
    boolean isHistory() {
      return cargo instanceof Cargo.Data(Batch batch) && batch.isBacklog();
    }
  }

  private final Allowance allowance;
  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private long bytes;
  private int window = 1;
  private int history;
  private long historyBytes;
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

  /// Messages of backlog that may be in flight in a window of so many, at this share of it: never
  /// the whole window, unless it is a single message.
  static int historySlots(int window, int sharePercent) {
    return Math.max(1, Math.min(window * sharePercent / 100, window - 1));
  }

  /// Whether the backlog may have one more message in flight.
  ///
  /// @param slots how many it may have
  boolean hasRoomForHistory(int slots) {
    return hasRoom() && history < slots;
  }

  void add(long id, Cargo cargo, int messageBytes, long now) {
    Flight flight = new Flight(id, cargo, messageBytes, now, flights.isEmpty());
    if (flights.isEmpty()) {
      progressAt = now;
    }
    if (flights.put(id, flight) != null) {
      throw new IllegalStateException("message " + id + " is in flight already");
    }
    bytes += messageBytes;
    if (flight.isHistory()) {
      history++;
      historyBytes += messageBytes;
    }
  }

  /// An acknowledgement came; null when that message is not in flight.
  @Nullable Flight remove(long id, long now) {
    Flight flight = flights.remove(id);
    if (flight != null) {
      progressAt = now;
      answeredAt = now;
      bytes -= flight.bytes();
      if (flight.isHistory()) {
        history--;
        historyBytes -= flight.bytes();
      }
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
    historyBytes = 0;
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

  /// Bytes of the backlog in flight.
  long historyBytes() {
    return historyBytes;
  }
}
