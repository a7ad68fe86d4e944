package vn.binhduong.gateway.ioc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.contract.Ranges.Range;

/// The consumer's account of one stream: what came, what came twice, what the gateway declared as
/// lost, and therefore what is missing.
///
/// Every number of `[base,last]` is received, in a gap, or missing; `last` is the greatest number
/// heard of, in data or in the ledger, so that the loss of a tail shows as well. Pure: time is an
/// argument. Not thread-safe.
public final class StreamAccount {
  /// How a number arrived.
  public enum Receipt {
    /// First time, greater than every number before.
    NEW,
    /// First time, but a greater number came before it: backlog, replay, or another consumer was
    /// faster.
    LATE,
    /// Received before.
    DUPLICATE
  }

  /// From `atMillis` on, the numbers up to `last` were known to exist.
  private record Mark(long sinceMillis, long atMillis, long last) {}

  private static final int MARKS_MAX = 256;
  private static final long MARK_EVERY_MILLIS = 1_000;

  private final StreamKey stream;
  private final long base;
  private final Ranges received = new Ranges();
  private final Ranges gapped = new Ranges();
  private final Ranges ledgerDropped = new Ranges();
  private final Ranges settled = new Ranges();
  private final Map<String, Ranges> gapsByReason = new TreeMap<>();
  private final List<Mark> marks = new ArrayList<>();
  private long duplicates;
  private long late;
  private long last;
  private long ledgerFirst = 1;
  private long ledgerLast;
  private long ledgerAcked;
  private long ledgerOverruns;
  private boolean ledgerSeen;
  private long historyAtMillis = Long.MIN_VALUE;

  /// An account that expects every number from 1.
  public StreamAccount(StreamKey stream) {
    this(stream, 1);
  }

  /// An account that expects every number from `base`; older ones are welcome but never missed. For
  /// a consumer that joins a gateway which has been in service for long.
  ///
  /// @param base first expected number, at least 1
  public StreamAccount(StreamKey stream, long base) {
    if (base < 1) {
      throw new IllegalArgumentException("base: expected 1 or more, found " + base);
    }
    this.stream = stream;
    this.base = base;
    this.last = base - 1;
  }

  /// What receiving this number would be, without receiving it.
  public Receipt classify(long number) {
    if (received.contains(number)) {
      return Receipt.DUPLICATE;
    }
    return number < lastReceived() ? Receipt.LATE : Receipt.NEW;
  }

  /// Enters an arrival of this stream.
  public void enter(Arrival arrival) {
    switch (arrival) {
      case Arrival.Row row -> receive(row.number(), row.history(), row.receivedMillis());
      case Arrival.Event event -> receive(event.number(), false, event.receivedMillis());
      case Arrival.Gap gap -> gap(gap.range(), gap.why(), gap.receivedMillis());
      case Arrival.Ledger ledger -> ledger(ledger);
    }
  }

  /// Enters one received number.
  public Receipt receive(long number, boolean history, long nowMillis) {
    Receipt receipt = classify(number);
    switch (receipt) {
      case NEW -> received.add(number);
      case LATE -> {
        received.add(number);
        late++;
      }
      case DUPLICATE -> duplicates++;
    }
    settled.add(number);
    if (history) {
      historyAtMillis = Math.max(historyAtMillis, nowMillis);
    }
    heardOf(number, nowMillis);
    return receipt;
  }

  /// Enters a gap record.
  public void gap(Range range, String why, long nowMillis) {
    gapsByReason.computeIfAbsent(why, reason -> new Ranges()).add(range.from(), range.to());
    gapped.add(range.from(), range.to());
    settled.add(range.from(), range.to());
    heardOf(range.to(), nowMillis);
  }

  /// Enters a ledger: the greatest `last`, `acked` and `first` ever told count. Its dropped ranges
  /// are settled, since a gap record may itself be late; what is received nevertheless is no gap.
  public void ledger(Arrival.Ledger ledger) {
    ledgerSeen = true;
    ledgerFirst = Math.max(ledgerFirst, ledger.first());
    ledgerLast = Math.max(ledgerLast, ledger.last());
    ledgerAcked = Math.max(ledgerAcked, ledger.acked());
    ledgerOverruns = Math.max(ledgerOverruns, ledger.overruns());
    heardOf(ledger.last(), ledger.receivedMillis());
    for (Range dropped : ledger.dropped()) {
      ledgerDropped.add(dropped.from(), dropped.to());
      settled.add(dropped.from(), dropped.to());
    }
  }

  private void heardOf(long number, long nowMillis) {
    if (number <= last) {
      return;
    }
    last = number;
    Mark newest = marks.isEmpty() ? null : marks.getLast();
    if (newest != null && nowMillis - newest.sinceMillis() < MARK_EVERY_MILLIS) {
      // Numbers heard of within one step share the later time, so a hole is never called old too
      // early.
      marks.set(marks.size() - 1, new Mark(newest.sinceMillis(), nowMillis, number));
    } else {
      marks.add(new Mark(nowMillis, nowMillis, number));
      if (marks.size() > MARKS_MAX) {
        marks.remove(leastUsefulMark(nowMillis));
      }
    }
  }

  /// The mark whose neighbours are closest together in relation to its age: what remains is dense
  /// for the last seconds and sparse for hours ago. The oldest and the newest always stay.
  private int leastUsefulMark(long nowMillis) {
    int least = 1;
    double leastWorth = Double.MAX_VALUE;
    for (int i = 1; i + 1 < marks.size(); i++) {
      double span = marks.get(i + 1).atMillis() - marks.get(i - 1).atMillis();
      double worth = span / (nowMillis - marks.get(i).atMillis() + 1);
      if (worth < leastWorth) {
        leastWorth = worth;
        least = i;
      }
    }
    return least;
  }

  /// What is missing now.
  public List<Range> missing() {
    return settled.gaps(base, last);
  }

  /// What has been missing for at least `ageMillis`, and is not just waiting in the gateway's
  /// backlog: it is acknowledged by the gateway's own account, or no history has come for
  /// `ageMillis`. Numbers that the gateway can no longer replay are left out.
  public List<Range> overdue(long nowMillis, long ageMillis) {
    long old = base - 1;
    for (Mark mark : marks) {
      if (mark.atMillis() <= nowMillis - ageMillis) {
        old = Math.max(old, mark.last());
      }
    }
    boolean draining = historyAtMillis != Long.MIN_VALUE && historyAtMillis > nowMillis - ageMillis;
    return settled.gaps(Math.max(base, ledgerFirst), draining ? Math.min(old, ledgerAcked) : old);
  }

  /// How many numbers are missing now.
  public long missingCount() {
    return missing().stream().mapToLong(Range::count).sum();
  }

  /// The greatest n such that every number up to n is received or in a gap: the high-water mark of
  /// an acknowledgement.
  public long settledUpTo() {
    return settled.unbrokenFrom(base);
  }

  /// At most `max` settled ranges above the high-water mark, lowest first.
  public List<Range> settledAbove(int max) {
    long mark = settledUpTo();
    List<Range> above = new ArrayList<>();
    for (Range range : settled.toList()) {
      if (range.from() > mark && above.size() < max) {
        above.add(range);
      }
    }
    return above;
  }

  /// The stream.
  public StreamKey stream() {
    return stream;
  }

  /// The first expected number.
  public long base() {
    return base;
  }

  /// The greatest number heard of, in data, in a gap or in the ledger; `base - 1` if none.
  public long last() {
    return last;
  }

  /// How many different numbers were received.
  public long receivedCount() {
    return received.count();
  }

  /// The least number received, 0 if none.
  public long firstReceived() {
    Long first = received.first();
    return first == null ? 0 : first;
  }

  /// The greatest number received, 0 if none.
  public long lastReceived() {
    Long last = received.last();
    return last == null ? 0 : last;
  }

  /// How many arrivals were duplicates.
  public long duplicates() {
    return duplicates;
  }

  /// How many arrivals came after a greater number.
  public long late() {
    return late;
  }

  /// Gaps by reason; `ledger` for numbers that only the ledger declares as dropped.
  public Map<String, List<Range>> gaps() {
    Map<String, List<Range>> gaps = new TreeMap<>();
    gapsByReason.forEach((why, set) -> gaps.put(why, set.toList()));
    Ranges unexplained = ledgerDropped.copy();
    Stream.concat(received.toList().stream(), gapped.toList().stream())
        .forEach(known -> unexplained.remove(known.from(), known.to()));
    if (!unexplained.isEmpty()) {
      gaps.put("ledger", unexplained.toList());
    }
    return gaps;
  }

  /// Whether the gateway's own account of this stream has come at least once.
  public boolean ledgerSeen() {
    return ledgerSeen;
  }

  /// The greatest number the ledger has told, 0 if none.
  public long ledgerLast() {
    return ledgerLast;
  }

  /// The greatest acknowledged number the ledger has told, 0 if none.
  public long ledgerAcked() {
    return ledgerAcked;
  }

  /// Samples the gateway refused before numbering them, as the ledger tells.
  public long ledgerOverruns() {
    return ledgerOverruns;
  }
}
