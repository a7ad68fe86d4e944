package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages sent and not yet acknowledged, bounded in number (ours and the Receive Maximum of the
/// CONNACK) and in bytes. Not thread-safe.
final class InFlight {
  /// Bytes in flight; a single larger message still goes when nothing else does.
  static final long BYTES_MAX = 4L << 20;

  /// @param id of the publication
  /// @param bytes on the wire
  record Flight(long id, Cargo cargo, int bytes) {}

  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private long bytes;
  private int window = 1;
  private int history;
  private long progressAt;

  /// A new connection: nothing is in flight.
  ///
  /// @param messages most messages in flight, at least 1
  void open(int messages) {
    if (!flights.isEmpty()) {
      throw new IllegalStateException("in flight: expected none, found " + flights.size());
    }
    window = Math.max(1, messages);
  }

  /// Whether one more message may be sent.
  boolean hasRoom() {
    return flights.size() < window && bytes < BYTES_MAX;
  }

  /// Whether one more message of so many bytes may be sent.
  boolean hasRoomFor(int messageBytes) {
    return flights.isEmpty() || (hasRoom() && bytes + messageBytes <= BYTES_MAX);
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
      bytes -= flight.bytes();
      history -= isHistory(flight) ? 1 : 0;
    }
    return flight;
  }

  /// Everything in flight in the order it was sent; nothing is afterwards.
  List<Flight> drain() {
    List<Flight> all = new ArrayList<>(flights.values());
    flights.clear();
    bytes = 0;
    history = 0;
    return all;
  }

  /// Nanoseconds since the last acknowledgement; 0 when nothing is in flight.
  long stalledNanos(long now) {
    return flights.isEmpty() ? 0 : now - progressAt;
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
