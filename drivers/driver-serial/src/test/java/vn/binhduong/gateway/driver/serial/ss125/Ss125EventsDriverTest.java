package vn.binhduong.gateway.driver.serial.ss125;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class Ss125EventsDriverTest {
  private static DriverHarness<Ss125EventsSettings> harness(Ss125Device sensor) {
    return new DriverHarness<>(new Ss125EventsFactory(), Ss125Device.EVENTS)
        .link(new FakeSerialPort(sensor));
  }

  private static List<EmittedSample> vehicles(DriverHarness<?> device) throws Exception {
    return device.poll().stream().filter(sample -> has(sample, "lane")).toList();
  }

  private static boolean has(EmittedSample sample, String channel) {
    return sample.readings().stream().anyMatch(r -> r.channel().name().equals(channel));
  }

  private static byte[] vehicle(Instant at, int lane) {
    return Ss125Device.vehicle(at, lane, Z1Bytes.speed(37.75));
  }

  @Test
  void eachVehicleIsASample() throws Exception {
    var sensor = new Ss125Device().vehicles(vehicle(Ss125Device.START.minusMillis(1500), 3));
    try (var device = harness(sensor)) {
      device.open();
      EmittedSample sample = vehicles(device).getFirst();
      assertThat(sample.value("lane")).isEqualTo(3);
      assertThat(sample.value("speed")).isEqualTo(37.75);
      assertThat(sample.value("length")).isEqualTo(14.25);
      assertThat(sample.value("range")).isEqualTo(21.5);
      assertThat(sample.value("class")).isEqualTo(1);
      assertThat(sample.value("duration")).isEqualTo(0.3);
      assertThat(sample.value("age")).isEqualTo(1.5);
      assertThat(sample.quality("headway")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  @Test
  void milesAndFeetAreConverted() throws Exception {
    var sensor = new Ss125Device().imperial().vehicles(vehicle(Ss125Device.START, 1));
    try (var device = harness(sensor)) {
      device.open();
      EmittedSample sample = vehicles(device).getFirst();
      assertThat(sample.value("speed")).isCloseTo(60.752736, within(1e-9));
      assertThat(sample.value("length")).isCloseTo(4.3434, within(1e-9));
      assertThat(sample.value("range")).isCloseTo(6.5532, within(1e-9));
    }
  }

  // Vehicles that are read together keep their order and their distance in time, lane by lane.
  @Test
  void theHeadwayIsThatOfTheLane() throws Exception {
    Instant now = Ss125Device.START;
    var sensor =
        new Ss125Device()
            .vehicles(
                vehicle(now.minusMillis(9000), 1),
                vehicle(now.minusMillis(8000), 2),
                vehicle(now.minusMillis(6250), 1),
                vehicle(now.minusMillis(7000), 1));
    try (var device = harness(sensor)) {
      device.open();
      List<EmittedSample> samples = vehicles(device);
      assertThat(samples)
          .extracting(sample -> sample.value("lane"))
          .containsExactly(1.0, 2.0, 1.0, 1.0);
      assertThat(samples.get(2).value("headway")).isEqualTo(2.75);
      assertThat(samples.get(3).quality("headway")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  @Test
  void aSpeedThatWasNotMeasuredIsNone() throws Exception {
    var sensor = new Ss125Device().vehicles(Ss125Device.vehicle(Ss125Device.START, 1, new byte[3]));
    try (var device = harness(sensor)) {
      device.open();
      assertThat(vehicles(device).getFirst().quality("speed")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  // What the sensor kept while the gateway was away would be counted in the wrong minute.
  @Test
  void oldVehiclesAreLeftOut() throws Exception {
    Instant now = Ss125Device.START;
    var sensor =
        new Ss125Device()
            .vehicles(
                vehicle(now.minusMillis(60_001), 1),
                vehicle(now.minusMillis(60_001), 1),
                vehicle(now.minusMillis(60_000), 1));
    try (var device = harness(sensor)) {
      device.open();
      assertThat(vehicles(device)).hasSize(1);
      assertThat(device.logger().lines()).hasSize(2);
      assertThat(device.logger().lines().getLast().text()).contains("2 old vehicles");
    }
  }

  // A poll ends; the others wait in the sensor, and none is lost.
  @Test
  void aPollTakesAtMostFifty() throws Exception {
    byte[][] queue =
        IntStream.range(0, 60)
            .mapToObj(i -> vehicle(Ss125Device.START, 1 + i % 4))
            .toArray(byte[][]::new);
    var sensor = new Ss125Device().vehicles(queue);
    try (var device = harness(sensor)) {
      device.open();
      assertThat(vehicles(device)).hasSize(50);
      assertThat(vehicles(device)).hasSize(10);
      assertThat(sensor.eventsAsked()).isEqualTo(61);
    }
  }

  // Reading takes an event out, so it is asked for once, also by the first poll.
  @Test
  void noEventIsAskedForTwice() throws Exception {
    var sensor = new Ss125Device().vehicles(vehicle(Ss125Device.START, 1));
    try (var device = harness(sensor)) {
      device.open();
      assertThat(sensor.eventsAsked()).isZero();
      assertThat(vehicles(device)).hasSize(1);
      assertThat(sensor.eventsAsked()).isEqualTo(2);
    }
  }

  @Test
  void itsClockIsASignOfLifeOnceAMinute() throws Exception {
    try (var device = harness(new Ss125Device().vehicles())) {
      device.open();
      assertThat(device.poll()).hasSize(1);
      device.advance(Duration.ofSeconds(59));
      assertThat(device.poll()).isEmpty();
      device.advance(Duration.ofSeconds(1));
      assertThat(has(device.poll().getFirst(), "clock_offset")).isTrue();
    }
  }
}
