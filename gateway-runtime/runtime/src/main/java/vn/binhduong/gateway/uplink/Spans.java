package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.store.Position;

/// Parts of the log that are history: what lies between is live, or done. Sorted, apart, bounded.
final class Spans {
  /// More are merged with their neighbour; what is then read in vain is skipped by the store.
  static final int SPANS_MAX = 64;

  private final List<Span> spans = new ArrayList<>();

  /// @param from where it begins
  /// @param to where it ends, not in it
  record Span(Position from, Position to) {}

  /// Adds a part; overlapping and touching ones become one.
  void add(Position from, Position to) {
    if (from.compareTo(to) >= 0) {
      return;
    }
    Span merged = new Span(from, to);
    List<Span> others = new ArrayList<>();
    for (Span span : spans) {
      if (span.to.compareTo(merged.from) < 0 || merged.to.compareTo(span.from) < 0) {
        others.add(span);
      } else {
        merged = new Span(least(span.from, merged.from), greatest(span.to, merged.to));
      }
    }
    others.add(merged);
    others.sort((a, b) -> a.from.compareTo(b.from));
    spans.clear();
    spans.addAll(others);
    if (spans.size() > SPANS_MAX) {
      Span last = spans.removeLast();
      Span before = spans.removeLast();
      spans.add(new Span(before.from, last.to));
    }
  }

  /// Takes the oldest part out; null when there is none.
  @Nullable Span poll() {
    return spans.isEmpty() ? null : spans.removeFirst();
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  private static Position least(Position a, Position b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Position greatest(Position a, Position b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
