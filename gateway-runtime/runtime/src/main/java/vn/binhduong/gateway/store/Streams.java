package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;

/// The book of all streams. Thread-safe; pure memory.
///
/// Invariants, for each stream: every number of 1..last is held in a segment, acknowledged, or in a
/// gap; pending = last - size(settled), where settled is acknowledged plus gaps; last <= reserved,
/// and `reserved` is durable before a number up to it is given.
final class Streams {
  /// Numbers reserved ahead at least, and at most.
  private static final long RESERVE_MIN = 1_000;

  private static final long RESERVE_MAX = 100_000;

  private static final class Stream {
    private long last;
    private long reserved;
    private long reservedAtLast;
    private long first = Long.MAX_VALUE;
    private long overruns;
    private @Nullable BootTime lastAt;
    private final Ranges acked = new Ranges();
    private final Ranges settled = new Ranges();
    private final EnumMap<GapReason, Ranges> gaps = new EnumMap<>(GapReason.class);
  }

  private final Map<StreamKey, Stream> streams = new TreeMap<>();
  private boolean changed;
  private boolean mustSave;

  private Stream of(StreamKey key) {
    return streams.computeIfAbsent(key, k -> new Stream());
  }

  synchronized void restore(State.Stream saved) {
    Stream stream = of(saved.key());
    stream.last = Math.max(stream.last, saved.last());
    stream.reserved = Math.max(stream.reserved, saved.reserved());
    stream.overruns = Math.max(stream.overruns, saved.overruns());
    for (Range range : saved.acked()) {
      stream.acked.add(range.from(), range.to());
      stream.settled.add(range.from(), range.to());
    }
    for (StreamLedger.Gap gap : saved.gaps()) {
      addGap(stream, gap.range(), gap.why());
    }
  }

  /// Numbers found in a segment.
  synchronized void held(StreamKey key, Range range) {
    Stream stream = of(key);
    stream.last = Math.max(stream.last, range.to());
    stream.reserved = Math.max(stream.reserved, range.to());
    stream.first = Math.min(stream.first, range.from());
  }

  /// The least number still held, after segments were deleted.
  synchronized void firstHeld(StreamKey key, long first) {
    of(key).first = first;
  }

  /// The number the next entry of the stream gets.
  synchronized long next(StreamKey key) {
    Stream stream = streams.get(key);
    return stream == null ? 1 : stream.last + 1;
  }

  synchronized long reserved(StreamKey key) {
    Stream stream = streams.get(key);
    return stream == null ? 0 : stream.reserved;
  }

  /// Reserves ahead for `count` more numbers. True when the reservation grew and must be made
  /// durable before a number is given; the range doubles for a stream that uses it up.
  synchronized boolean reserve(StreamKey key, long count) {
    Stream stream = of(key);
    if (stream.last + count <= stream.reserved) {
      return false;
    }
    long used = stream.last - stream.reservedAtLast;
    long ahead = Math.clamp(2 * used, RESERVE_MIN, RESERVE_MAX);
    stream.reserved = stream.last + count + ahead;
    stream.reservedAtLast = stream.last;
    changed = true;
    return true;
  }

  synchronized void committed(StreamKey key, Range range, BootTime lastAt) {
    Stream stream = of(key);
    stream.last = range.to();
    stream.first = Math.min(stream.first, range.from());
    stream.lastAt = lastAt;
  }

  /// After a tail that could not be proved: no number up to the reservation is given again.
  synchronized void skipReserved(StreamKey key) {
    Stream stream = of(key);
    stream.last = stream.reserved;
    changed = true;
  }

  synchronized void acknowledge(StreamKey key, long from, long to) {
    Stream stream = streams.get(key);
    if (stream == null) {
      return;
    }
    long start = Math.max(1, from);
    long end = Math.min(stream.last, to);
    if (start <= end) {
      stream.acked.add(start, end);
      stream.settled.add(start, end);
      changed = true;
    }
  }

  synchronized void gap(StreamKey key, Range range, GapReason why) {
    known(key, range.to());
    addGap(of(key), range, why);
    changed = true;
  }

  /// Numbers of `range` that are delivered and in no gap, held or not.
  synchronized List<Range> delivered(StreamKey key, Range range) {
    Stream stream = streams.get(key);
    if (stream == null) {
      return List.of();
    }
    Ranges delivered = Ranges.of(stream.acked.within(range.from(), range.to()));
    for (Ranges gaps : stream.gaps.values()) {
      gaps.within(range.from(), range.to()).forEach(gap -> delivered.remove(gap.from(), gap.to()));
    }
    return delivered.toList();
  }

  /// The last number of a stream of which nothing is known but that all of it is lost; 0 when not
  /// even that is known; empty when there is more.
  synchronized OptionalLong disownedUpTo(StreamKey key) {
    Stream stream = streams.get(key);
    if (stream == null || stream.last == 0) {
      return OptionalLong.of(0);
    }
    Ranges lost = stream.gaps.get(GapReason.LOST);
    boolean all = lost != null && lost.size() == stream.last && stream.acked.isEmpty();
    return all ? OptionalLong.of(stream.last) : OptionalLong.empty();
  }

  /// What is dropped is no longer thinned: a range has one reason, so that ranges merge.
  private static void addGap(Stream stream, Range range, GapReason why) {
    Ranges thinned = stream.gaps.get(GapReason.THINNED);
    if (why == GapReason.DROPPED && thinned != null) {
      thinned.remove(range.from(), range.to());
    }
    stream.gaps.computeIfAbsent(why, w -> new Ranges()).add(range.from(), range.to());
    stream.settled.add(range.from(), range.to());
  }

  /// What of `range` is delivered and what is pending, each in runs of numbers; what is in a gap
  /// and not delivered is left out.
  synchronized List<Thinning.Run> runs(StreamKey key, Range range) {
    Stream stream = of(key);
    List<Thinning.Run> runs = new ArrayList<>();
    stream
        .settled
        .missing(range.from(), range.to())
        .forEach(pending -> runs.add(new Thinning.Run(pending, true)));
    stream
        .acked
        .within(range.from(), range.to())
        .forEach(acked -> runs.add(new Thinning.Run(acked, false)));
    runs.sort(java.util.Comparator.comparingLong(run -> run.range().from()));
    return runs;
  }

  /// `range`, and what was thinned just below it: with its aggregates gone, all of it is dropped.
  synchronized Range withThinnedBelow(StreamKey key, Range range) {
    Stream stream = streams.get(key);
    Ranges thinned = stream == null ? null : stream.gaps.get(GapReason.THINNED);
    if (thinned == null || range.from() == 1) {
      return range;
    }
    List<Range> below = thinned.within(1, range.from() - 1);
    return !below.isEmpty() && below.getLast().to() == range.from() - 1
        ? new Range(below.getLast().from(), range.to())
        : range;
  }

  synchronized void overrun(StreamKey key, long count) {
    of(key).overruns += count;
    changed = true;
  }

  synchronized boolean pending(StreamKey key, long seq) {
    Stream stream = streams.get(key);
    return stream != null && !stream.settled.contains(seq);
  }

  /// Numbers of `range` neither acknowledged nor in a gap.
  synchronized List<Range> pending(StreamKey key, Range range) {
    Stream stream = streams.get(key);
    return stream == null ? List.of(range) : stream.settled.missing(range.from(), range.to());
  }

  synchronized long backlog() {
    return streams.values().stream().mapToLong(s -> s.last - s.settled.size()).sum();
  }

  /// How much is pending of epochs other than `epoch`.
  synchronized long backlogOfOthers(UUID epoch) {
    return streams.entrySet().stream()
        .filter(stream -> !stream.getKey().epoch().equals(epoch))
        .mapToLong(stream -> stream.getValue().last - stream.getValue().settled.size())
        .sum();
  }

  synchronized long overruns() {
    return streams.values().stream().mapToLong(s -> s.overruns).sum();
  }

  synchronized Collection<StreamKey> keys() {
    return List.copyOf(streams.keySet());
  }

  synchronized List<StreamLedger> ledger() {
    List<StreamLedger> all = new ArrayList<>(streams.size());
    streams.forEach(
        (key, s) ->
            all.add(
                new StreamLedger(
                    key.epoch(),
                    key.device(),
                    Math.min(s.first, s.last + 1),
                    s.last,
                    s.acked.toList(),
                    gaps(s),
                    s.last - s.settled.size(),
                    s.lastAt,
                    s.overruns)));
    return all;
  }

  synchronized List<State.Stream> snapshot() {
    List<State.Stream> all = new ArrayList<>(streams.size());
    streams.forEach(
        (key, s) ->
            all.add(
                new State.Stream(key, s.last, s.reserved, s.overruns, s.acked.toList(), gaps(s))));
    return all;
  }

  /// Whether anything changed since it was saved that the blocks do not tell.
  synchronized boolean changed() {
    return changed;
  }

  synchronized void takeChanged() {
    changed = false;
  }

  /// A reservation grew: nothing may be committed before it is durable.
  synchronized void mustSave() {
    mustSave = true;
  }

  synchronized boolean saveDue() {
    return mustSave;
  }

  synchronized void saved() {
    mustSave = false;
  }

  /// A greatest number known from elsewhere than a segment that is held.
  synchronized void known(StreamKey key, long last) {
    Stream stream = of(key);
    stream.last = Math.max(stream.last, last);
    stream.reserved = Math.max(stream.reserved, last);
  }

  /// A copy of the numbers acknowledged or in a gap.
  synchronized Ranges settled(StreamKey key) {
    Ranges copy = new Ranges();
    Stream stream = streams.get(key);
    if (stream != null) {
      copy.addAll(stream.settled);
    }
    return copy;
  }

  synchronized void markChanged() {
    changed = true;
  }

  private static List<StreamLedger.Gap> gaps(Stream stream) {
    List<StreamLedger.Gap> all = new ArrayList<>();
    stream.gaps.forEach(
        (why, ranges) -> ranges.toList().forEach(r -> all.add(new StreamLedger.Gap(r, why))));
    all.sort(java.util.Comparator.comparingLong(gap -> gap.range().from()));
    return all;
  }

  /// A stream that only the current epoch's gateway gives numbers in.
  static StreamKey key(UUID epoch, String device) {
    return new StreamKey(epoch, device);
  }
}
