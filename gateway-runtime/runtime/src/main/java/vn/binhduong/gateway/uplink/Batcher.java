package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.Sample;

/// Splits what a cursor gives into batches of one device each. Pure: `now` is an argument.
///
/// Invariants of a batch: one epoch, one device, numbers without holes, times that ascend by at
/// least a millisecond, one boot, one clock offset, one unit for each channel, at most `samplesMax`
/// entries and about `bytesMax` bytes. A batch is closed when the next entry would break one of
/// these, or on demand when its first entry has waited for `lingerNanos`. Per device, batches are
/// closed in the order of their numbers.
final class Batcher {
  private final Lane lane;
  private final int samplesMax;
  private int bytesMax;
  private final long lingerNanos;
  private final Consumer<Batch> closed;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private int buffered;

  /// @param samplesMax most entries of a batch
  /// @param bytesMax most bytes of a batch, estimated and uncompressed
  /// @param lingerNanos longest the first entry waits for others, counted from when it was measured
  /// @param closed takes each batch when it is closed
  Batcher(Lane lane, int samplesMax, int bytesMax, long lingerNanos, Consumer<Batch> closed) {
    this.lane = lane;
    this.samplesMax = samplesMax;
    this.bytesMax = bytesMax;
    this.lingerNanos = lingerNanos;
    this.closed = closed;
  }

  /// From now on batches of at most so many bytes are made; what is open already closes at once
  /// when it is larger.
  void limit(int bytes) {
    bytesMax = bytes;
  }

  /// Adds the next entry of its device; may close a batch.
  void add(Item item, long now) {
    Open batch = open.get(item.device());
    if (batch != null && !batch.takes(item)) {
      close(batch);
      batch = null;
    }
    if (batch == null) {
      batch = new Open(Math.min(now, item.stored().entry().at().nanos()) + lingerNanos);
      open.put(item.device(), batch);
    }
    batch.add(item);
    buffered++;
    if (batch.items.size() >= samplesMax || batch.bytes >= bytesMax) {
      close(batch);
    }
  }

  /// Closes the batch whose first entry has waited longest, if that is long enough. The others stay
  /// open: as long as they cannot be sent they may grow.
  void closeNextDue(long now) {
    Open next = null;
    for (Open batch : open.values()) {
      if (batch.due <= now && (next == null || batch.due < next.due)) {
        next = batch;
      }
    }
    if (next != null) {
      close(next);
    }
  }

  /// Closes every batch.
  void closeAll() {
    List.copyOf(open.values()).forEach(this::close);
  }

  /// Closes the batch with the most entries, to make room.
  void closeLargest() {
    open.values().stream()
        .max((a, b) -> Integer.compare(a.items.size(), b.items.size()))
        .ifPresent(this::close);
  }

  /// Entries in open batches.
  int buffered() {
    return buffered;
  }

  /// When the next batch is due; `Long.MAX_VALUE` when none is open.
  long nextDue() {
    long due = Long.MAX_VALUE;
    for (Open batch : open.values()) {
      due = Math.min(due, batch.due);
    }
    return due;
  }

  private void close(Open batch) {
    Iterator<Open> all = open.values().iterator();
    while (all.hasNext()) {
      if (all.next() == batch) {
        all.remove();
        break;
      }
    }
    buffered -= batch.items.size();
    closed.accept(new Batch(lane, batch.items));
  }

  /// A batch that still grows.
  private final class Open {
    private final List<Item> items = new ArrayList<>();
    private final Map<String, String> units = new HashMap<>();
    private final long due;
    private int bytes;

    Open(long due) {
      this.due = due;
    }

    boolean takes(Item item) {
      Item last = items.getLast();
      return item.stored().epoch().equals(last.stored().epoch())
          && item.stored().seq() == last.stored().seq() + 1
          && item.stored().entry().at().boot().equals(last.stored().entry().at().boot())
          && item.wall().offset() == last.wall().offset()
          && item.wall().state() == last.wall().state()
          && item.wall().epochMillis() > last.wall().epochMillis()
          && bytes + item.estimatedBytes() <= bytesMax
          && sameUnits(item);
    }

    void add(Item item) {
      items.add(item);
      bytes += item.estimatedBytes();
      if (item.stored().entry() instanceof Sample sample) {
        for (Reading reading : sample.readings()) {
          units.put(reading.channel().name(), reading.channel().unit().symbol());
        }
      }
    }

    private boolean sameUnits(Item item) {
      if (item.stored().entry() instanceof Sample sample) {
        for (Reading reading : sample.readings()) {
          String unit = reading.channel().unit().symbol();
          if (!units.getOrDefault(reading.channel().name(), unit).equals(unit)) {
            return false;
          }
        }
      }
      return true;
    }
  }
}
