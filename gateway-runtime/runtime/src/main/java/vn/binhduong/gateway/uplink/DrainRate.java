package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How fast the backlog shrinks, net of what is added to it meanwhile. Pure.
///
/// The rate is that between now and the middle of the drain so far: bursts of acknowledgements are
/// averaged over ever longer times, and a slow beginning is forgotten.
final class DrainRate {
  /// Points kept; when there are more, every second one goes.
  static final int POINTS_MAX = 128;

  private static final long EVERY_NANOS = 250_000_000L;

  /// No estimate from less.
  private static final long SPAN_NANOS_MIN = 1_000_000_000L;

  /// What was longer ago says nothing about the link of today.
  private static final long SPAN_NANOS_MAX = 600_000_000_000L;

  private record Point(long backlog, long at) {}

  private final List<Point> points = new ArrayList<>();
  private long everyNanos = EVERY_NANOS;

  /// The backlog now; call it at least about once a second.
  void observe(long backlog, long now) {
    if (!points.isEmpty() && now - points.getLast().at() < everyNanos) {
      return;
    }
    points.add(new Point(backlog, now));
    if (points.size() > POINTS_MAX) {
      // The first and the newest stay.
      for (int i = points.size() - 2; i > 0; i -= 2) {
        points.remove(i);
      }
      everyNanos *= 2;
    }
  }

  /// A drain begins anew: what was measured before says nothing about it.
  void reset() {
    points.clear();
    everyNanos = EVERY_NANOS;
  }

  /// Entries a second by which the backlog shrinks; negative when it grows; 0 when that is not
  /// known yet.
  double perSecond() {
    if (points.isEmpty()) {
      return 0;
    }
    Point last = points.getLast();
    long span = Math.min((last.at() - points.getFirst().at()) / 2, SPAN_NANOS_MAX);
    Point from = last;
    for (int i = points.size() - 1; i >= 0 && last.at() - from.at() < span; i--) {
      from = points.get(i);
    }
    long elapsed = last.at() - from.at();
    return elapsed < SPAN_NANOS_MIN ? 0 : (from.backlog() - last.backlog()) * 1e9 / elapsed;
  }

  /// Milliseconds until a backlog is gone; empty when it does not shrink, or nothing is known yet.
  OptionalLong millisFor(long backlog) {
    if (backlog <= 0) {
      return OptionalLong.of(0);
    }
    double perSecond = perSecond();
    double millis = backlog * 1e3 / perSecond;
    return perSecond > 0 && millis < 1e15 ? OptionalLong.of((long) millis) : OptionalLong.empty();
  }
}
