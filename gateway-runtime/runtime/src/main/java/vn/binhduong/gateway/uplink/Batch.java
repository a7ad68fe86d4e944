package vn.binhduong.gateway.uplink;

import java.util.List;
import java.util.UUID;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.store.Position;

/// Consecutive entries of one stream that travel in one message. Immutable.
///
/// @param lane which lane it goes by
/// @param items at least one; of one device and epoch, numbers without holes
/// @param strikes abnormal ends of a connection it was in flight at
/// @param soloFailures those, in a row, at which it was on trial ([Blame])
record Batch(Lane lane, List<Item> items, int strikes, int soloFailures) {
  Batch {
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("batch: expected at least one entry");
    }
  }

  Batch(Lane lane, List<Item> items) {
    this(lane, items, 0, 0);
  }

  /// Whether it is sent again, or later than others: never before live data.
  boolean isBacklog() {
    return lane == Lane.HISTORY || lane == Lane.REPLAY;
  }

  /// The class of the topic it goes to.
  TopicClass topicClass() {
    if (device().equals(Entry.GATEWAY)) {
      return TopicClass.EVENT;
    }
    return isBacklog() ? TopicClass.HIST : TopicClass.DATA;
  }

  UUID epoch() {
    return items.getFirst().stored().epoch();
  }

  String device() {
    return items.getFirst().device();
  }

  /// Number of its first entry.
  long from() {
    return items.getFirst().stored().seq();
  }

  /// Number of its last entry.
  long to() {
    return items.getLast().stored().seq();
  }

  int size() {
    return items.size();
  }

  /// Where its first entry stands in the log.
  Position position() {
    return items.getFirst().stored().position();
  }

  /// The same after one more abnormal end of the connection.
  ///
  /// @param alone whether nothing else was in flight
  Batch struck(boolean alone) {
    return new Batch(lane, items, strikes + 1, alone ? soloFailures + 1 : soloFailures);
  }

  /// The same with its failures alone forgotten.
  Batch acquitted() {
    return soloFailures == 0 ? this : new Batch(lane, items, strikes, 0);
  }

  /// Its two halves, the failures of the whole forgotten but not its strikes.
  List<Batch> halves() {
    int middle = items.size() / 2;
    if (middle == 0) {
      throw new IllegalStateException("a batch of one entry has no halves: " + this);
    }
    return List.of(
        new Batch(lane, items.subList(0, middle), strikes, 0),
        new Batch(lane, items.subList(middle, items.size()), strikes, 0));
  }

  /// Device and numbers, for people.
  @Override
  public String toString() {
    return "%s %d..%d".formatted(device(), from(), to());
  }
}
