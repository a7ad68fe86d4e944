package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A set of numbers kept as merged ranges. Not thread-safe.
///
/// Invariant: ranges are disjoint and never adjacent.
final class Ranges {
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();
  private long size;

  static Ranges of(Iterable<Range> ranges) {
    Ranges set = new Ranges();
    ranges.forEach(range -> set.add(range.from(), range.to()));
    return set;
  }

  void add(long from, long to) {
    if (from > to) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> before = endByStart.floorEntry(start);
    if (before != null && before.getValue() >= start - 1) {
      start = before.getKey();
      end = Math.max(end, before.getValue());
    }
    Map.Entry<Long, Long> next = endByStart.ceilingEntry(start);
    while (next != null && next.getKey() <= end + 1) {
      end = Math.max(end, next.getValue());
      size -= next.getValue() - next.getKey() + 1;
      endByStart.remove(next.getKey());
      next = endByStart.ceilingEntry(start);
    }
    endByStart.put(start, end);
    size += end - start + 1;
  }

  void remove(long from, long to) {
    for (Range cut : within(from, to)) {
      Map.Entry<Long, Long> range = endByStart.floorEntry(cut.from());
      long start = range.getKey();
      long end = range.getValue();
      endByStart.remove(start);
      if (start < cut.from()) {
        endByStart.put(start, cut.from() - 1);
      }
      if (end > cut.to()) {
        endByStart.put(cut.to() + 1, end);
      }
      size -= cut.size();
    }
  }

  /// The numbers of `from..to` that are in this set, ascending.
  List<Range> within(long from, long to) {
    List<Range> found = new ArrayList<>();
    Map.Entry<Long, Long> range = endByStart.floorEntry(from);
    if (range == null || range.getValue() < from) {
      range = endByStart.higherEntry(from);
    }
    while (range != null && range.getKey() <= to) {
      found.add(new Range(Math.max(from, range.getKey()), Math.min(to, range.getValue())));
      range = endByStart.higherEntry(range.getKey());
    }
    return found;
  }

  void addAll(Ranges other) {
    other.endByStart.forEach(this::add);
  }

  boolean contains(long number) {
    Map.Entry<Long, Long> range = endByStart.floorEntry(number);
    return range != null && range.getValue() >= number;
  }

  /// How many numbers.
  long size() {
    return size;
  }

  boolean isEmpty() {
    return endByStart.isEmpty();
  }

  /// The numbers of `from..to` that are not in this set, ascending.
  List<Range> missing(long from, long to) {
    List<Range> holes = new ArrayList<>();
    long at = from;
    Map.Entry<Long, Long> covering = endByStart.floorEntry(from);
    if (covering != null && covering.getValue() >= from) {
      at = covering.getValue() + 1;
    }
    for (Map.Entry<Long, Long> range : endByStart.tailMap(at, true).entrySet()) {
      if (range.getKey() > to) {
        break;
      }
      if (range.getKey() > at) {
        holes.add(new Range(at, range.getKey() - 1));
      }
      at = range.getValue() + 1;
    }
    if (at <= to) {
      holes.add(new Range(at, to));
    }
    return holes;
  }

  List<Range> toList() {
    List<Range> list = new ArrayList<>(endByStart.size());
    endByStart.forEach((from, to) -> list.add(new Range(from, to)));
    return list;
  }
}
