package vn.binhduong.gateway.driver.serial.ss125;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class Ss125IntervalsDriverTest {
  private final Ss125Device sensor = new Ss125Device();

  private static DriverHarness<Ss125IntervalsSettings> harness(Ss125Device sensor, int... lanes) {
    var settings =
        new Ss125IntervalsSettings(
            Ss125Device.ID, Arrays.stream(lanes).boxed().toList(), true, Duration.ofMillis(300));
    return new DriverHarness<>(new Ss125IntervalsFactory(), settings)
        .link(new FakeSerialPort(sensor));
  }

  @Test
  void aSampleHasTheIntervalOfEachLane() throws Exception {
    try (var device = harness(sensor, 1, 2)) {
      device.open();
      assertThat(device.driver().identity().serial()).isEqualTo("SS125 U100004711");
      assertThat(device.driver().identity().version()).isEqualTo("20110304");
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("l1_volume")).isEqualTo(17);
      assertThat(sample.value("l1_speed")).isEqualTo(41.5);
      assertThat(sample.value("l1_speed85")).isEqualTo(48.25);
      assertThat(sample.value("l1_occupancy")).isEqualTo(12.30078125);
      assertThat(sample.value("l1_c1")).isEqualTo(3);
      assertThat(sample.value("l1_c4")).isEqualTo(1);
      assertThat(sample.value("l1_headway")).isEqualTo(1.764);
      assertThat(sample.value("l1_gap")).isEqualTo(1.323);
      assertThat(sample.value("period")).isEqualTo(30);
    }
  }

  // A lane without a vehicle has a count of 0 and no speed: never a speed of 0.
  @Test
  void aLaneWithoutAVehicleHasNoSpeed() throws Exception {
    try (var device = harness(sensor, 1, 2)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("l2_volume")).isZero();
      for (String channel : List.of("l2_speed", "l2_speed85", "l2_headway", "l2_gap")) {
        assertThat(sample.quality(channel)).as(channel).isEqualTo(Quality.BAD_SENSOR);
      }
    }
  }

  // The sensor counts mph when its setup says so.
  @Test
  void milesBecomeKilometres() throws Exception {
    try (var device = harness(new Ss125Device().imperial(), 1)) {
      device.open();
      assertThat(device.poll().getFirst().value("l1_speed")).isCloseTo(66.787776, within(1e-9));
    }
  }

  @Test
  void anIntervalIsToldOnceAlsoAfterARestart() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      assertThat(device.poll()).hasSize(1);
      sensor.stand();
      assertThat(device.poll()).isEmpty();
      device.closeDevice();
      device.open();
      assertThat(device.poll()).isEmpty();
    }
  }

  // A sensor that makes no intervals any more must not look like an empty road.
  @Test
  void anIntervalThatIsOverdueIsAFailure() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      device.poll();
      sensor.stand();
      device.advance(Duration.ofMinutes(2));
      assertThat(device.poll()).isEmpty();
      device.advance(Duration.ofSeconds(1));
      assertThatThrownBy(device::poll).hasMessageContaining("found none for 121 s");
    }
  }

  // One that ended longer ago than its length and a minute.
  @Test
  void anOldIntervalIsNotTold() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      sensor.pass(Duration.ofMillis(90_001));
      assertThat(device.poll()).isEmpty();
    }
  }

  @Test
  void noIntervalYetIsNothingNew() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      sensor.refuse(15);
      assertThat(device.poll()).isEmpty();
      sensor.refuse(24);
      assertThatThrownBy(device::poll)
          .hasMessageContaining("interval: refused with result 24 [INVALID_PROTOCOL_STATE]");
    }
  }

  // Lanes of two intervals are never told as one.
  @Test
  void packetsOfTwoIntervalsAreNoInterval() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      sensor.mix(1);
      assertThatThrownBy(device::poll).hasMessageContaining("expected packet 1 of");
      assertThat(device.samples()).isEmpty();
    }
  }

  @Test
  void aLaneThatTheSensorDoesNotHaveIsBad() throws Exception {
    try (var device = harness(sensor, 1, 3)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("l1_volume")).isEqualTo(17);
      assertThat(sample.quality("l3_volume")).isEqualTo(Quality.BAD_SENSOR);
      device.poll();
      assertThat(device.logger().lines()).hasSize(1);
      assertThat(device.logger().lines().getFirst().text()).contains("2 lanes, not [3]");
    }
  }

  // An adapter that echoes, and other sensors on the line.
  @Test
  void whatOthersSayIsPassedOver() throws Exception {
    try (var device = harness(new Ss125Device().onABusyLine(), 1)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("l1_volume")).isEqualTo(17);
      assertThat(sample.value("clock_offset")).isGreaterThan(-1e9);
      assertThat(device.poll()).hasSize(1);
    }
  }

  // The clock of the sensor is years off the gateway's: the age of an interval is right all the
  // same.
  @Test
  void aWrongClockIsToldAndDoesNoHarm() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.at()).isEqualTo(device.clock().instant());
      assertThat(sample.value("age")).isZero();
      assertThat(sample.value("clock_offset"))
          .isEqualTo(
              Duration.between(device.clock().instant(), Ss125Device.START).toMillis() / 1000.0);
    }
  }

  @Test
  void intervalsThatWereMissedAreToldOnce() throws Exception {
    try (var device = harness(sensor, 1)) {
      device.open();
      device.poll();
      sensor.answer(request());
      device.poll();
      device.poll();
      assertThat(device.logger().lines()).hasSize(1);
      assertThat(device.logger().lines().getFirst().text()).contains("were not read");
    }
  }

  private static byte[] request() {
    return Z1Frame.request(Ss125Device.ID, 0, IntervalPacket.MESSAGE, IntervalPacket.latest());
  }

  @Test
  void lanesAreCheckedInTheSettings() {
    assertThatThrownBy(
            () -> new Ss125IntervalsSettings(1, List.of(1, 1), false, Duration.ofSeconds(1)))
        .hasMessageContaining("named twice");
    assertThatThrownBy(
            () -> new Ss125IntervalsSettings(1, List.of(23), false, Duration.ofSeconds(1)))
        .hasMessageContaining("expected 1 to 22, found 23");
  }
}
