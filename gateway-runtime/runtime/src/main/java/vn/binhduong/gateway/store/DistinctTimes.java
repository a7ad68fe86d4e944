package vn.binhduong.gateway.store;

import java.util.HashMap;
import java.util.Map;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;

/// Moves the entries of a stream that fall on the same millisecond apart, to one millisecond each:
/// the wire tells times in milliseconds and the rows of a message apart by their times
/// (CONTRACT.md, "Batches").
///
/// This is done once, before an entry is stored, so that it has the same time whenever and in
/// whatever company it is sent. Invariants:
/// - An entry not older than the one before it gets a time at least 1 ms later, and is moved by no
///   more than that takes: a burst of n entries at one instant ends n - 1 ms late.
/// - No entry is moved by more than [#MOVED_MAX_NANOS]; of a stream of more than 1,000 entries a
///   second for that long, some share a millisecond.
/// - An entry older than the one before it keeps its time.
///
/// Not thread-safe.
final class DistinctTimes {
  private static final long APART_NANOS = 1_000_000;
  private static final long MOVED_MAX_NANOS = 1_000_000_000;

  /// Last time of a stream, as it was taken and as it was given.
  private record Last(BootTime taken, long given) {}

  private final Map<String, Last> lasts = new HashMap<>();

  Entry distinct(Entry entry) {
    BootTime at = entry.at();
    Last last = lasts.get(entry.device());
    long given = at.nanos();
    if (last != null
        && last.taken().boot().equals(at.boot())
        && last.taken().nanos() <= at.nanos()
        && last.given() + APART_NANOS - at.nanos() <= MOVED_MAX_NANOS) {
      given = Math.max(given, last.given() + APART_NANOS);
    }
    lasts.put(entry.device(), new Last(at, given));
    return given == at.nanos() ? entry : entry.withAt(new BootTime(at.boot(), given));
  }
}
