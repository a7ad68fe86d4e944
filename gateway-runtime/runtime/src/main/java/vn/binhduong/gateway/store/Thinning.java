package vn.binhduong.gateway.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Sample;

/// Condenses the blocks of one segment to a coarser grain. Pure. The blocks are given three times,
/// so that little of them is ever in memory: to count the intervals of each run, then to count the
/// new blocks, then to write them.
///
/// A *run* is a range of consecutive numbers of one stream that are all delivered or all pending.
/// The samples that a run is condensed to take its last numbers, in order: so a run leaves one gap,
/// however many intervals it has, and what is left of it still travels in batches without holes. A
/// delivered run leaves no gap, because its numbers were delivered.
///
/// Blocks keep their place: each new block has a number of this segment, the last one the number of
/// the last, and no entry moves to a smaller one.
final class Thinning {
  /// Less than so many samples for each that is left gain nothing, since one of a channel becomes
  /// four.
  private static final int SAMPLES_EACH_MIN = 4;

  /// Entries at which a new block is closed, at the end of an old one.
  private static final int BLOCK_ENTRIES = 512;

  private static final long NANOS = 1_000_000_000L;

  /// Consecutive numbers of one stream with one fate.
  static final class Run {
    private final Range range;
    private final boolean pending;
    private long samples;
    private long intervals;
    private long next;

    Run(Range range, boolean pending) {
      this.range = range;
      this.pending = pending;
    }

    Range range() {
      return range;
    }

    boolean pending() {
      return pending;
    }

    /// Whether condensing it gains anything.
    private boolean pays() {
      return intervals > 0 && samples == range.size() && samples >= SAMPLES_EACH_MIN * intervals;
    }

    /// The numbers that go.
    private Range gone() {
      return new Range(range.from(), range.to() - intervals);
    }
  }

  /// Takes the new blocks, in order.
  interface Sink {
    void block(UUID epoch, List<Section> sections) throws SQLException, IOException;
  }

  private record Open(Run run, UUID boot, long index, Interval interval) {}

  private record Out(String device, UUID boot, long seq, Entry entry) {}

  private final Grain to;
  private final Predicate<String> condensable;
  private final ToLongFunction<UUID> offsetNanos;
  private final Map<StreamKey, List<Run>> runs;
  private final Map<StreamKey, Open> open = new HashMap<>();
  private final List<Out> out = new ArrayList<>();
  private boolean counting = true;
  private @Nullable UUID epoch;

  /// @param condensable whether the samples of a device may be condensed
  /// @param offsetNanos of a boot, so that intervals lie on full minutes and hours where its wall
  ///   time is known
  Thinning(
      Grain to,
      Predicate<String> condensable,
      ToLongFunction<UUID> offsetNanos,
      Map<StreamKey, List<Run>> runs) {
    this.to = to;
    this.condensable = condensable;
    this.offsetNanos = offsetNanos;
    this.runs = runs;
  }

  /// Counts the intervals of a block.
  void count(Block block) {
    for (Stored stored : block.stored()) {
      accept(stored);
    }
  }

  /// The blocks come again, from the first: what is given from now on is written.
  ///
  /// @return whether anything can be condensed
  boolean rewind() {
    closeAll();
    out.clear();
    epoch = null;
    counting = false;
    boolean any = false;
    for (List<Run> all : runs.values()) {
      for (Run run : all) {
        run.next = run.range.to() - run.intervals + 1;
        any |= run.pays();
      }
    }
    return any;
  }

  /// Condenses a block, after all were counted.
  void write(Block block, Sink sink) throws SQLException, IOException {
    if (epoch != null && !block.epoch().equals(epoch)) {
      finish(sink);
    }
    epoch = block.epoch();
    for (Stored stored : block.stored()) {
      accept(stored);
    }
    if (out.size() >= BLOCK_ENTRIES) {
      flush(sink);
    }
  }

  /// Writes what is still open.
  void finish(Sink sink) throws SQLException, IOException {
    closeAll();
    flush(sink);
  }

  /// The pending numbers that go, by stream; after the counting.
  Map<StreamKey, List<Range>> gone() {
    Map<StreamKey, List<Range>> gone = new LinkedHashMap<>();
    runs.forEach(
        (key, all) -> {
          List<Range> ranges =
              all.stream().filter(run -> run.pending && run.pays()).map(Run::gone).toList();
          if (!ranges.isEmpty()) {
            gone.put(key, ranges);
          }
        });
    return gone;
  }

  private void accept(Stored stored) {
    StreamKey key = new StreamKey(stored.epoch(), stored.entry().device());
    Run run = runOf(key, stored.seq());
    if (run == null || !(stored.entry() instanceof Sample sample) || !measured(sample)) {
      close(key);
      copy(stored);
      return;
    }
    if (!counting && !run.pays()) {
      close(key);
      copy(stored);
      return;
    }
    UUID boot = sample.at().boot();
    long index =
        Math.floorDiv(
            sample.at().nanos() + offsetNanos.applyAsLong(boot), to.interval().toSeconds() * NANOS);
    Open current = open.get(key);
    if (current == null
        || current.run() != run
        || current.index() != index
        || !current.boot().equals(boot)) {
      close(key);
      current = new Open(run, boot, index, new Interval(key.device()));
      open.put(key, current);
      run.intervals += counting ? 1 : 0;
    }
    run.samples += counting ? 1 : 0;
    if (!counting) {
      current.interval().add(sample);
    }
  }

  private boolean measured(Sample sample) {
    return condensable.test(sample.device())
        && sample.readings().stream().anyMatch(reading -> !reading.channel().isAggregate());
  }

  private @Nullable Run runOf(StreamKey key, long seq) {
    for (Run run : runs.getOrDefault(key, List.of())) {
      if (seq <= run.range.to()) {
        return seq >= run.range.from() ? run : null;
      }
    }
    return null;
  }

  private void copy(Stored stored) {
    if (!counting) {
      BootTime at = stored.entry().at();
      out.add(new Out(stored.entry().device(), at.boot(), stored.seq(), stored.entry()));
    }
  }

  private void close(StreamKey key) {
    Open closed = open.remove(key);
    if (closed != null && !counting) {
      Sample sample = closed.interval().sample();
      out.add(new Out(key.device(), closed.boot(), closed.run().next++, sample));
    }
  }

  private void closeAll() {
    List.copyOf(open.keySet()).forEach(this::close);
  }

  private void flush(Sink sink) throws SQLException, IOException {
    UUID of = epoch;
    if (out.isEmpty() || of == null) {
      return;
    }
    record Key(String device, UUID boot) {}
    List<Section> sections = new ArrayList<>();
    Map<Key, List<Entry>> growing = new LinkedHashMap<>();
    Map<Key, Long> firsts = new HashMap<>();
    for (Out one : out) {
      Key key = new Key(one.device(), one.boot());
      List<Entry> entries = growing.get(key);
      if (entries != null && firsts.getOrDefault(key, 0L) + entries.size() != one.seq()) {
        sections.add(new Section(key.device(), key.boot(), firsts.getOrDefault(key, 0L), entries));
        entries = null;
      }
      if (entries == null) {
        entries = new ArrayList<>();
        growing.put(key, entries);
        firsts.put(key, one.seq());
      }
      entries.add(one.entry());
    }
    growing.forEach(
        (key, entries) ->
            sections.add(
                new Section(key.device(), key.boot(), firsts.getOrDefault(key, 0L), entries)));
    out.clear();
    sink.block(of, sections);
  }
}
