package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.pipeline.TrafficBin.Vehicle;

class TrafficBinTest {
  private static final double NONE = Double.NaN;

  private static Vehicle vehicle(int kind, double speed) {
    return new Vehicle(kind, speed, NONE, NONE, NONE);
  }

  // Counted by hand: speeds 20 to 60 in steps of 2, so 85 % lie at or below 54.
  @Test
  void speedsAndClasses() {
    TrafficBin.Open open = new TrafficBin.Open(3);
    for (int i = 0; i <= 20; i++) {
      open.add(vehicle(i % 3 == 0 ? 2 : 0, 20 + 2 * i));
    }
    TrafficBin bin = open.close(300);
    assertThat(bin.count()).isEqualTo(21);
    assertThat(bin.byClass()).containsExactly(14L, 0L, 7L);
    assertThat(bin.speeds()).isEqualTo(21);
    assertThat(bin.meanSpeed()).isEqualTo(40);
    assertThat(bin.speed85()).isEqualTo(54);
  }

  @Test
  void headwayAndOccupancy() {
    TrafficBin.Open open = new TrafficBin.Open(1);
    open.add(new Vehicle(0, 36, 4.5, 0.75, NONE));
    open.add(new Vehicle(0, 48, NONE, 1.5, NONE));
    open.add(new Vehicle(0, 42, 7.5, 0.75, NONE));
    TrafficBin bin = open.close(60);
    assertThat(bin.headwaySeconds()).isEqualTo(6);
    assertThat(bin.occupancyPercent()).isEqualTo(5);
  }

  // A detector that gives occupancy itself knows better than the sum of its vehicles.
  @Test
  void occupancyOfTheDetectorGoesFirst() {
    TrafficBin.Open open = new TrafficBin.Open(1);
    open.add(new Vehicle(0, 36, NONE, 30, 12.5));
    open.add(new Vehicle(0, 36, NONE, 30, 14.5));
    assertThat(open.close(60).occupancyPercent()).isEqualTo(13.5);
  }

  // A vehicle whose speed was not measured is still a vehicle, and slows nobody.
  @Test
  void aVehicleWithoutSpeedIsCountedAndNothingMore() {
    TrafficBin.Open open = new TrafficBin.Open(1);
    open.add(vehicle(0, 50));
    open.add(vehicle(0, NONE));
    TrafficBin bin = open.close(60);
    assertThat(bin.count()).isEqualTo(2);
    assertThat(bin.speeds()).isEqualTo(1);
    assertThat(bin.meanSpeed()).isEqualTo(50);
    assertThat(bin.speed85()).isEqualTo(50);
  }

  // 0 km/h would read as a jam.
  @Test
  void anEmptyRoadHasNoSpeed() {
    TrafficBin bin = new TrafficBin.Open(2).close(60);
    assertThat(bin.count()).isZero();
    assertThat(bin.byClass()).containsExactly(0L, 0L);
    assertThat(bin.meanSpeed()).isNaN();
    assertThat(bin.speed85()).isNaN();
    assertThat(bin.headwaySeconds()).isNaN();
    assertThat(bin.occupancyPercent()).isNaN();
  }

  // Over the bound nothing grows, and no percentile is told of a part of the vehicles.
  @Test
  void theBoundOfSpeeds() {
    TrafficBin.Open open = new TrafficBin.Open(1);
    for (int i = 0; i < TrafficBin.SPEEDS_MAX; i++) {
      open.add(vehicle(0, 30));
    }
    open.add(vehicle(0, 50));
    TrafficBin bin = open.close(3600);
    assertThat(bin.count()).isEqualTo(TrafficBin.SPEEDS_MAX + 1);
    assertThat(bin.meanSpeed()).isCloseTo(30.001, within(1e-4));
    assertThat(bin.speed85()).isNaN();
  }
}
