package vn.binhduong.gateway.ioc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.contract.Ranges.Range;

/// Decides which holes are asked for and when again. Pure: time is an argument. Not thread-safe.
///
/// A stream is asked for its lowest holes; the next request for it waits for the hole age, doubled
/// with each request that closed nothing, so a hole that nobody can fill costs ever less. A gateway
/// that is offline is not asked; once it is back it is asked anew.
final class ReplayPlan {
  static final int RANGES_MAX = 4;
  static final long NUMBERS_MAX = 10_000;
  private static final int DOUBLINGS_MAX = 6;

  private record Asked(long atMillis, List<Range> ranges, int inVain, long presence) {}

  private final long holeAgeMillis;
  private final Map<StreamKey, Asked> asked = new HashMap<>();

  ReplayPlan(long holeAgeMillis) {
    this.holeAgeMillis = holeAgeMillis;
  }

  /// What to ask of a stream now; entered as asked.
  List<Range> due(StreamAccount account, Accounts.Presence presence, long nowMillis) {
    List<Range> overdue = account.overdue(nowMillis, holeAgeMillis);
    if (overdue.isEmpty()) {
      asked.remove(account.stream());
      return List.of();
    }
    if (!presence.online()) {
      return List.of();
    }
    Asked before = asked.get(account.stream());
    if (before != null && before.presence() != presence.changes()) {
      before = null;
    }
    if (before != null
        && nowMillis - before.atMillis()
            < holeAgeMillis << Math.min(before.inVain(), DOUBLINGS_MAX)) {
      return List.of();
    }
    List<Range> ranges = new ArrayList<>();
    for (Range hole : overdue.subList(0, Math.min(RANGES_MAX, overdue.size()))) {
      ranges.add(new Range(hole.from(), Math.min(hole.to(), hole.from() + NUMBERS_MAX - 1)));
    }
    int inVain = before != null && before.ranges().equals(ranges) ? before.inVain() + 1 : 0;
    asked.put(account.stream(), new Asked(nowMillis, ranges, inVain, presence.changes()));
    return ranges;
  }
}
