package vn.binhduong.gateway.driver.pi4j.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.GpioLink;

/// One lane: makes vehicles of the edges of its loops. Pure: it is told when they came.
///
/// Each loop makes passages (occupied, then free). With two loops a passage of one and the next of
/// the other are a vehicle, in whichever order, so that a motorcycle, which leaves the first loop
/// before it reaches the second, is one too. Its speed is the distance of the loops by the time
/// between its fronts; its length is what passed the first loop meanwhile, less the loop. The first
/// loop counts: a passage of it without one of the second is a vehicle without a speed, a passage
/// of the second alone is none.
final class SpeedTrap {
  /// What no vehicle on a road exceeds.
  private static final double KILOMETRES_PER_HOUR_MAX = 250;

  private static final double METRES_MAX = 30;

  /// Slower than this, two fronts belong to two vehicles.
  private static final long APART_NANOS_MAX = 5_000_000_000L;

  /// Passages that wait for their other half: more vehicles do not fit between two loops.
  private static final int WAITING_MAX = 16;

  private final OptionalDouble distance;
  private final double loopLength;
  private final @Nullable Long[] since = new Long[2];
  private final List<Deque<Passage>> waiting = List.of(new ArrayDeque<>(), new ArrayDeque<>());
  private @Nullable Long lastFront;
  private long binFromNanos;
  private long occupiedNanos;
  private int vehicles;

  private record Passage(long fromNanos, long toNanos) {}

  /// A vehicle that has left.
  ///
  /// @param presence time over the first loop, seconds
  /// @param headway time since the front of the one before, seconds; empty for the first
  /// @param speed km/h; empty where it cannot be told
  /// @param length metres; empty where it cannot be told
  /// @param backwards whether it came to the second loop first
  record Vehicle(
      double presence,
      OptionalDouble headway,
      OptionalDouble speed,
      OptionalDouble length,
      boolean backwards) {}

  /// What passed since the last bin.
  ///
  /// @param vehicles how many left the first loop
  /// @param occupancy share of the time that the first loop was occupied, percent
  record Bin(int vehicles, double occupancy) {}

  /// @param distance of the front edges, metres; empty with one loop
  /// @param loopLength metres
  SpeedTrap(OptionalDouble distance, double loopLength, long nowNanos) {
    this.distance = distance;
    this.loopLength = loopLength;
    this.binFromNanos = nowNanos;
  }

  /// An edge.
  ///
  /// @return the vehicles that are complete with it
  List<Vehicle> edge(GpioLink.Edge edge) {
    List<Vehicle> complete = new ArrayList<>(expire(edge.nanos()));
    int loop = edge.input();
    Long from = since[loop];
    if (edge.active()) {
      since[loop] = from == null ? Long.valueOf(edge.nanos()) : from;
    } else if (from != null) {
      since[loop] = null;
      if (loop == 0) {
        occupiedNanos += edge.nanos() - Math.max(from, binFromNanos);
        vehicles++;
      }
      passed(loop, new Passage(from, edge.nanos()), complete);
    }
    return complete;
  }

  /// Passages of the first loop whose other half does not come any more.
  List<Vehicle> expire(long nowNanos) {
    List<Vehicle> complete = new ArrayList<>();
    while (isOver(waiting.get(0), nowNanos)) {
      complete.add(vehicle(waiting.get(0).remove(), null));
    }
    while (isOver(waiting.get(1), nowNanos)) {
      waiting.get(1).remove();
    }
    return complete;
  }

  private static boolean isOver(Deque<Passage> passages, long nowNanos) {
    Passage first = passages.peek();
    return first != null
        && (nowNanos - first.toNanos() > APART_NANOS_MAX || passages.size() > WAITING_MAX);
  }

  private void passed(int loop, Passage passage, List<Vehicle> complete) {
    if (distance.isEmpty()) {
      complete.add(vehicle(passage, null));
      return;
    }
    for (Iterator<Passage> others = waiting.get(1 - loop).iterator(); others.hasNext(); ) {
      Passage other = others.next();
      if (Math.abs(other.fromNanos() - passage.fromNanos()) <= APART_NANOS_MAX) {
        others.remove();
        complete.add(loop == 0 ? vehicle(passage, other) : vehicle(other, passage));
        return;
      }
    }
    waiting.get(loop).add(passage);
  }

  private Vehicle vehicle(Passage first, @Nullable Passage second) {
    double presence = (first.toNanos() - first.fromNanos()) / 1e9;
    OptionalDouble speed = OptionalDouble.empty();
    OptionalDouble length = OptionalDouble.empty();
    if (second != null && second.fromNanos() != first.fromNanos()) {
      double metresPerSecond =
          distance.getAsDouble() / (Math.abs(second.fromNanos() - first.fromNanos()) / 1e9);
      double metres = metresPerSecond * presence - loopLength;
      if (metresPerSecond * 3.6 <= KILOMETRES_PER_HOUR_MAX && metres > 0 && metres <= METRES_MAX) {
        speed = OptionalDouble.of(metresPerSecond * 3.6);
        length = OptionalDouble.of(metres);
      }
    }
    Long before = lastFront;
    lastFront = first.fromNanos();
    return new Vehicle(
        presence,
        before == null
            ? OptionalDouble.empty()
            : OptionalDouble.of((first.fromNanos() - before) / 1e9),
        speed,
        length,
        second != null && second.fromNanos() < first.fromNanos());
  }

  /// How long the first loop has been occupied without a break, nanoseconds; 0 when it is free.
  long occupiedFor(long nowNanos) {
    Long from = since[0];
    return from == null ? 0 : nowNanos - from;
  }

  /// The bin up to now; the next one begins.
  Bin take(long nowNanos) {
    Long from = since[0];
    long busy = occupiedNanos + (from == null ? 0 : nowNanos - Math.max(from, binFromNanos));
    long length = nowNanos - binFromNanos;
    var bin = new Bin(vehicles, length <= 0 ? 0 : 100.0 * busy / length);
    vehicles = 0;
    occupiedNanos = 0;
    binFromNanos = nowNanos;
    return bin;
  }
}
