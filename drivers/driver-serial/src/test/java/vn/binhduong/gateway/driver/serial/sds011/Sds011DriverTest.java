package vn.binhduong.gateway.driver.serial.sds011;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class Sds011DriverTest {
  private static DriverHarness<Sds011Settings> harness(
      Sds011Settings settings, Sds011Device device) {
    return new DriverHarness<>(new Sds011Factory(), settings).link(new FakeSerialPort(device));
  }

  @Test
  void itTellsWhoItIsAndWhatItMeasured() throws Exception {
    try (var device = harness(Sds011Device.SETTINGS, new Sds011Device())) {
      device.open();
      assertThat(device.driver().identity().serial()).isEqualTo("A160");
      assertThat(device.driver().identity().version()).isEqualTo("15-07-10");
      assertThat(device.poll().getFirst().quality("pm25")).isEqualTo(Quality.UNCERTAIN_CHANGE);
      device.advance(Duration.ofSeconds(30));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("pm25")).isEqualTo(123.6);
      assertThat(sample.value("pm10")).isEqualTo(261.8);
      assertThat(sample.quality("pm25")).isEqualTo(Quality.GOOD);
    }
  }

  // With one wire only, it is heard all the same.
  @Test
  void itIsHeardWithoutBeingAsked() throws Exception {
    var settings =
        new Sds011Settings(Sds011Settings.Mode.ACTIVE, false, Duration.ZERO, Duration.ofSeconds(2));
    try (var device = harness(settings, new Sds011Device())) {
      device.open();
      assertThat(device.poll().getFirst().value("pm10")).isEqualTo(261.8);
    }
  }

  @Test
  void aRestingSensorIsAsleepBetweenPolls() throws Exception {
    var sensor = new Sds011Device();
    var settings =
        new Sds011Settings(
            Sds011Settings.Mode.QUERY, true, Duration.ofMillis(20), Duration.ofSeconds(2));
    try (var device = harness(settings, sensor)) {
      device.open();
      for (int i = 0; i < 3; i++) {
        assertThat(device.poll().getFirst().quality("pm25")).isEqualTo(Quality.GOOD);
        assertThat(sensor.isAsleep()).isTrue();
      }
    }
  }

  @Test
  void restWithoutBeingAskedIsRefused() {
    assertThatThrownBy(
            () ->
                new Sds011Settings(
                    Sds011Settings.Mode.ACTIVE, true, Duration.ZERO, Duration.ofSeconds(2)))
        .hasMessage("rest: expected mode query, found mode active");
  }
}
