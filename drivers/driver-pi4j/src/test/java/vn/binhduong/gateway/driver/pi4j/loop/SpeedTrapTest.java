package vn.binhduong.gateway.driver.pi4j.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.GpioLink.Edge;

class SpeedTrapTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double DISTANCE = 4;
  private static final double LOOP = 2;

  private static SpeedTrap trap() {
    return new SpeedTrap(OptionalDouble.of(DISTANCE), LOOP, 0);
  }

  /// The edges of a vehicle over two loops.
  private static List<Edge> edges(double kmh, double metres, long frontNanos, boolean backwards) {
    double metresPerSecond = kmh / 3.6;
    long on = Math.round((metres + LOOP) / metresPerSecond * SECOND);
    long between = Math.round(DISTANCE / metresPerSecond * SECOND);
    int first = backwards ? 1 : 0;
    List<Edge> edges =
        new ArrayList<>(
            List.of(
                new Edge(first, true, frontNanos),
                new Edge(1 - first, true, frontNanos + between),
                new Edge(first, false, frontNanos + on),
                new Edge(1 - first, false, frontNanos + between + on)));
    edges.sort(Comparator.comparingLong(Edge::nanos));
    return edges;
  }

  private static List<SpeedTrap.Vehicle> run(SpeedTrap trap, List<Edge> edges) {
    return edges.stream().flatMap(edge -> trap.edge(edge).stream()).toList();
  }

  // 4 m in 0.2 s are 72 km/h; 0.325 s over a loop of 2 m are a car of 4.5 m.
  @Test
  void speedAndLengthAreThoseOfTheTimes() {
    var vehicles = run(trap(), edges(72, 4.5, SECOND, false));
    assertThat(vehicles).hasSize(1);
    assertThat(vehicles.getFirst().speed().getAsDouble()).isEqualTo(72, within(1e-6));
    assertThat(vehicles.getFirst().length().getAsDouble()).isEqualTo(4.5, within(1e-6));
    assertThat(vehicles.getFirst().presence()).isEqualTo(0.325);
    assertThat(vehicles.getFirst().headway()).isEmpty();
    assertThat(vehicles.getFirst().backwards()).isFalse();
  }

  // Any speed, length and distance of vehicles that do not overlap; also those shorter than the
  // trap,
  // and the wrong way.
  @Test
  void everyVehicleIsOneVehicle() {
    Random random = new Random(11);
    SpeedTrap trap = trap();
    long front = 0;
    for (int i = 0; i < 20_000; i++) {
      double kmh = 5 + random.nextDouble() * 145;
      double metres = 0.8 + random.nextDouble() * 18;
      boolean backwards = random.nextInt(10) == 0;
      front += 30 * SECOND + random.nextLong(SECOND);
      var vehicles = run(trap, edges(kmh, metres, front, backwards));
      assertThat(vehicles).as("vehicle %d", i).hasSize(1);
      SpeedTrap.Vehicle vehicle = vehicles.getFirst();
      assertThat(vehicle.speed().getAsDouble()).isEqualTo(kmh, within(1e-4));
      assertThat(vehicle.length().getAsDouble()).isEqualTo(metres, within(1e-4));
      assertThat(vehicle.backwards()).isEqualTo(backwards);
    }
    assertThat(trap.take(front + SECOND).vehicles()).isEqualTo(20_000);
  }

  // A motorcycle leaves the first loop before it reaches the second; they ride in swarms.
  @Test
  void motorcyclesOneAfterAnotherAreOneEach() {
    List<Edge> swarm = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      swarm.addAll(edges(36, 1.9, SECOND + i * SECOND / 2, false));
    }
    swarm.sort(Comparator.comparingLong(Edge::nanos));
    var vehicles = run(trap(), swarm);
    assertThat(vehicles).hasSize(50);
    assertThat(vehicles)
        .allSatisfy(
            vehicle -> {
              assertThat(vehicle.speed().getAsDouble()).isEqualTo(36, within(1e-6));
              assertThat(vehicle.length().getAsDouble()).isEqualTo(1.9, within(1e-6));
              assertThat(vehicle.backwards()).isFalse();
            });
  }

  // Two motorcycles fit between loops that lie farther apart: the first one in is the first one
  // out.
  @Test
  void severalBetweenTheLoopsAreToldApart() {
    var wide = new SpeedTrap(OptionalDouble.of(8), 1, 0);
    List<Edge> row = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long front = SECOND + i * (4 * SECOND / 10);
      long on = 29 * SECOND / 100;
      long later = 8 * SECOND / 10;
      row.addAll(
          List.of(
              new Edge(0, true, front),
              new Edge(0, false, front + on),
              new Edge(1, true, front + later),
              new Edge(1, false, front + later + on)));
    }
    row.sort(Comparator.comparingLong(Edge::nanos));
    assertThat(run(wide, row))
        .hasSize(20)
        .allSatisfy(
            vehicle -> assertThat(vehicle.speed().getAsDouble()).isEqualTo(36, within(1e-6)));
  }

  // Interference on the second cable alone is no vehicle.
  @Test
  void thePassageOfTheSecondLoopAloneIsNone() {
    SpeedTrap trap = trap();
    assertThat(run(trap, List.of(new Edge(1, true, SECOND), new Edge(1, false, 2 * SECOND))))
        .isEmpty();
    assertThat(trap.expire(60 * SECOND)).isEmpty();
    assertThat(trap.take(60 * SECOND).vehicles()).isZero();
  }

  // One loop that has failed: the vehicle counts, its speed is not made up.
  @Test
  void withoutTheSecondLoopThereIsNoSpeed() {
    SpeedTrap trap = trap();
    assertThat(run(trap, List.of(new Edge(0, true, SECOND), new Edge(0, false, 2 * SECOND))))
        .isEmpty();
    assertThat(trap.expire(7 * SECOND)).isEmpty();
    assertThat(trap.expire(7 * SECOND + 1))
        .singleElement()
        .satisfies(
            vehicle -> {
              assertThat(vehicle.speed()).isEmpty();
              assertThat(vehicle.length()).isEmpty();
              assertThat(vehicle.presence()).isEqualTo(1);
            });
  }

  // Two fronts within a millisecond are interference on both cables, not 14,400 km/h.
  @Test
  void aSpeedThatNoVehicleHasIsNone() {
    var vehicles =
        run(
            trap(),
            List.of(
                new Edge(0, true, SECOND),
                new Edge(1, true, SECOND + SECOND / 1000),
                new Edge(0, false, SECOND + SECOND / 2),
                new Edge(1, false, SECOND + SECOND / 2)));
    assertThat(vehicles.getFirst().speed()).isEmpty();
  }

  @Test
  void oneLoopCountsAndTellsHeadways() {
    var lane = new SpeedTrap(OptionalDouble.empty(), LOOP, 0);
    var vehicles =
        run(
            lane,
            List.of(
                new Edge(0, true, SECOND),
                new Edge(0, false, SECOND + SECOND / 2),
                new Edge(0, true, 4 * SECOND),
                new Edge(0, false, 5 * SECOND)));
    assertThat(vehicles).hasSize(2);
    assertThat(vehicles.getLast().headway()).hasValue(3);
    assertThat(lane.take(10 * SECOND)).isEqualTo(new SpeedTrap.Bin(2, 15));
  }

  // A vehicle that stands on the loop when a bin ends belongs to both, by its time in each.
  @Test
  void occupancyIsDividedBetweenBins() {
    var lane = new SpeedTrap(OptionalDouble.empty(), LOOP, 0);
    run(lane, List.of(new Edge(0, true, 9 * SECOND)));
    assertThat(lane.take(10 * SECOND)).isEqualTo(new SpeedTrap.Bin(0, 10));
    run(lane, List.of(new Edge(0, false, 12 * SECOND)));
    assertThat(lane.take(20 * SECOND)).isEqualTo(new SpeedTrap.Bin(1, 20));
  }

  // Edges that were missed: an end without a beginning, a beginning twice.
  @Test
  void missedEdgesMakeNoVehicles() {
    var lane = new SpeedTrap(OptionalDouble.empty(), LOOP, 0);
    assertThat(run(lane, List.of(new Edge(0, false, SECOND)))).isEmpty();
    assertThat(
            run(
                lane,
                List.of(
                    new Edge(0, true, 2 * SECOND),
                    new Edge(0, true, 3 * SECOND),
                    new Edge(0, false, 4 * SECOND))))
        .singleElement()
        .satisfies(vehicle -> assertThat(vehicle.presence()).isEqualTo(2));
  }
}
