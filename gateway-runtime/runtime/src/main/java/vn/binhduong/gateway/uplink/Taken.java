package vn.binhduong.gateway.uplink;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import vn.binhduong.gateway.contract.Ranges;

/// What is on its way: entries that stand in a batch, waiting, in flight, or (with `ack: ioc`)
/// acknowledged by the broker only. They are pending in the store, but no lane may read them again.
final class Taken {
  private final Map<Stream, Ranges> streams = new HashMap<>();

  private record Stream(UUID epoch, String device) {}

  void add(UUID epoch, String device, long seq) {
    streams.computeIfAbsent(new Stream(epoch, device), key -> new Ranges()).add(seq);
  }

  boolean contains(UUID epoch, String device, long seq) {
    Ranges ranges = streams.get(new Stream(epoch, device));
    return ranges != null && ranges.contains(seq);
  }

  /// Whether any of these numbers is on its way.
  boolean containsAny(UUID epoch, String device, long from, long to) {
    Ranges ranges = streams.get(new Stream(epoch, device));
    return ranges != null && !isOneGap(ranges, from, to);
  }

  void remove(UUID epoch, String device, long from, long to) {
    Stream stream = new Stream(epoch, device);
    Ranges ranges = streams.get(stream);
    if (ranges != null) {
      ranges.remove(from, to);
      if (ranges.isEmpty()) {
        streams.remove(stream);
      }
    }
  }

  void remove(Batch batch) {
    remove(batch.epoch(), batch.device(), batch.from(), batch.to());
  }

  private static boolean isOneGap(Ranges ranges, long from, long to) {
    var gaps = ranges.gaps(from, to);
    return gaps.size() == 1 && gaps.getFirst().from() == from && gaps.getFirst().to() == to;
  }
}
