package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// How fast the backlog shrinks, net of what is added to it meanwhile. Pure.
///
/// The rate is that between now and the middle of the drain so far: bursts of acknowledgements are
/// averaged over ever longer times, and a slow beginning is forgotten. While it still gathers
/// speed, quarter by quarter of that time, only the last quarter counts: so a link that has just
/// begun is not taken for a slow one. Nothing is known of a drain before so many acknowledgements
/// came that one more or less changes little.
final class DrainRate {
  /// Points kept; when there are more, every second one goes.
  static final int POINTS_MAX = 128;

  private static final long EVERY_NANOS = 50_000_000L;

  /// No estimate from less.
  private static final long SPAN_NANOS_MIN = 1_000_000_000L;

  /// Up to so many, one that took long would decide what they took in the mean.
  private static final int STEPS_FEW = 8;

  /// While so young, a drain of which too little is known is not guessed at.
  private static final long WARM_UP_NANOS = 5_000_000_000L;

  /// What was longer ago says nothing about the link of today.
  private static final long SPAN_NANOS_MAX = 600_000_000_000L;

  /// No estimate from fewer steps of the backlog down, unless it took long.
  private static final int STEPS_MIN = 4;

  /// Long enough to say what is seen, however few the steps.
  private static final long SPAN_NANOS_ENOUGH = 4_000_000_000L;

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
    int end = points.size() - 1;
    long span = Math.min((points.get(end).at() - points.getFirst().at()) / 2, SPAN_NANOS_MAX);
    int from = before(points.get(end).at() - span);
    int begun = begun();
    if (begun > from) {
      if (isEnough(begun, end)) {
        return steps(begun, end) <= STEPS_FEW ? median(begun, end) : between(begun, end);
      } else if (points.get(end).at() - points.getFirst().at() < WARM_UP_NANOS) {
        return 0;
      }
    }
    return isEnough(from, end) ? between(from, end) : 0;
  }

  /// The median of the rates of the single steps.
  private double median(int from, int to) {
    double[] rates = new double[steps(from, to)];
    int steps = 0;
    int before = from;
    for (int i = from + 1; i <= to; i++) {
      if (step(i) > 0) {
        rates[steps++] = rate(points.get(before), points.get(i));
        before = i;
      }
    }
    Arrays.sort(rates);
    return (rates[(steps - 1) / 2] + rates[steps / 2]) / 2;
  }

  private boolean isEnough(int from, int to) {
    long elapsed = points.get(to).at() - points.get(from).at();
    return elapsed >= SPAN_NANOS_MIN
        && (elapsed >= SPAN_NANOS_ENOUGH || steps(from, to) >= STEPS_MIN);
  }

  /// Where the first step came that is at least half of a usual one.
  private int begun() {
    long[] sizes = new long[points.size()];
    int steps = 0;
    for (int i = 1; i < points.size(); i++) {
      if (step(i) > 0) {
        sizes[steps++] = step(i);
      }
    }
    Arrays.sort(sizes, 0, steps);
    long usual = sizes[steps / 2];
    int begun = 1;
    while (begun < points.size() && (step(begun) <= 0 || 2 * step(begun) < usual)) {
      begun++;
    }
    return begun < points.size() ? begun : 0;
  }

  /// By how much the backlog became less there.
  private long step(int point) {
    return points.get(point - 1).backlog() - points.get(point).backlog();
  }

  /// The newest point that is not after a moment; the first one if all are.
  private int before(long at) {
    int i = points.size() - 1;
    while (i > 0 && points.get(i).at() > at) {
      i--;
    }
    return i;
  }

  /// How often the backlog became less.
  private int steps(int from, int to) {
    int steps = 0;
    for (int i = from + 1; i <= to; i++) {
      steps += step(i) > 0 ? 1 : 0;
    }
    return steps;
  }

  /// Entries a second. Between two steps down where there are several: what is under way now is
  /// neither counted nor waited for, unless it takes longer than such a step did.
  private double between(int from, int to) {
    int a = stepAt(from, to);
    int b = to;
    while (b > from && step(b) <= 0) {
      b--;
    }
    boolean steps = a < b && steps(a, b) >= 2;
    if (!steps) {
      return rate(points.get(from), points.get(to));
    }
    long each = (points.get(b).at() - points.get(a).at()) / steps(a, b);
    boolean late = points.get(to).at() - points.get(b).at() > 2 * each;
    return rate(points.get(a), points.get(late ? to : b));
  }

  /// The first step down from there on.
  private int stepAt(int from, int to) {
    for (int i = Math.max(1, from); i < to; i++) {
      if (step(i) > 0) {
        return i;
      }
    }
    return to;
  }

  private static double rate(Point from, Point to) {
    long elapsed = to.at() - from.at();
    return elapsed <= 0 ? 0 : (from.backlog() - to.backlog()) * 1e9 / elapsed;
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
