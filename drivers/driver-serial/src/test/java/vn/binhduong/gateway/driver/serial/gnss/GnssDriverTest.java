package vn.binhduong.gateway.driver.serial.gnss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class GnssDriverTest {
  private static EmittedSample poll(GnssDevice receiver) throws Exception {
    try (var device =
        new DriverHarness<>(new GnssFactory(), GnssDevice.SETTINGS)
            .link(new FakeSerialPort(receiver))) {
      device.open();
      return device.poll().getFirst();
    }
  }

  // The clock of the harness stands at 03:02:01.250; the receiver tells seconds after 03:02:00.
  @Test
  void aPositionAndTheOffsetOfTheClockAreTold() throws Exception {
    EmittedSample sample = poll(new GnssDevice());
    assertThat(sample.value("latitude")).isEqualTo(10 + 58.8319 / 60);
    assertThat(sample.value("longitude")).isEqualTo(106 + 40.5112 / 60);
    assertThat(sample.value("altitude")).isEqualTo(23.4);
    assertThat(sample.value("satellites")).isEqualTo(11);
    assertThat(sample.value("hdop")).isEqualTo(0.84);
    assertThat(sample.value("fix")).isEqualTo(1);
    assertThat(sample.value("clock_offset") + 1.25)
        .isBetween(0.0, 59.0)
        .satisfies(seconds -> assertThat(seconds % 1).isZero());
  }

  // No fix is no place in the Gulf of Guinea.
  @Test
  void withoutAFixThePositionIsBadAndTheSatellitesAreTold() throws Exception {
    EmittedSample sample = poll(new GnssDevice("V"));
    assertThat(sample.quality("latitude")).isEqualTo(Quality.BAD_SENSOR);
    assertThat(sample.quality("clock_offset")).isEqualTo(Quality.BAD_SENSOR);
    assertThat(sample.value("satellites")).isEqualTo(3);
    assertThat(sample.value("fix")).isZero();
  }
}
