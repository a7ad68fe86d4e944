package vn.binhduong.gateway.driver.pi4j;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.GpioLink;

/// Makes edges of changes: a level counts once it has stood for a while, and its time is that of
/// the change that began it, not of the end of the wait. Pure: it is told what time it is.
final class Debounce {
  private final long standNanos;
  private final boolean[] active;
  private final @Nullable Level[] newest;

  /// A level that may not have stood long enough yet.
  private record Level(boolean active, long sinceNanos) {}

  /// @param standNanos how long a level must stand; 0: every change counts
  /// @param active the levels that stand at first
  Debounce(long standNanos, boolean... active) {
    this.standNanos = standNanos;
    this.active = active.clone();
    this.newest = new Level[active.length];
  }

  /// A change of an input.
  ///
  /// @return the edges that are certain now, in the order in which they happened
  List<GpioLink.Edge> change(int input, boolean becomesActive, long nanos) {
    List<GpioLink.Edge> edges = new ArrayList<>(settle(nanos));
    newest[input] = new Level(becomesActive, nanos);
    edges.addAll(settle(nanos));
    return edges;
  }

  /// The edges that are certain when no more changes came until now.
  List<GpioLink.Edge> settle(long nowNanos) {
    List<GpioLink.Edge> edges = new ArrayList<>();
    for (int input = first(); input >= 0; input = first()) {
      Level level = newest[input];
      if (level == null || nowNanos - level.sinceNanos() < standNanos) {
        break;
      }
      newest[input] = null;
      if (level.active() != active[input]) {
        active[input] = level.active();
        edges.add(new GpioLink.Edge(input, level.active(), level.sinceNanos()));
      }
    }
    return edges;
  }

  /// The newest level of an input, whether it has stood or not.
  boolean level(int input) {
    Level level = newest[input];
    return level == null ? active[input] : level.active();
  }

  /// How long until the next level may have stood long enough; empty when none waits.
  OptionalLong settlesInNanos(long nowNanos) {
    int input = first();
    Level level = input < 0 ? null : newest[input];
    return level == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, level.sinceNanos() + standNanos - nowNanos));
  }

  /// The input whose level began first; -1 when none waits.
  private int first() {
    int first = -1;
    for (int input = 0; input < newest.length; input++) {
      Level level = newest[input];
      Level earliest = first < 0 ? null : newest[first];
      if (level != null && (earliest == null || level.sinceNanos() - earliest.sinceNanos() < 0)) {
        first = input;
      }
    }
    return first;
  }
}
