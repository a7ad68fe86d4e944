package vn.binhduong.gateway.driver.serial.ops243;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class Ops243DriverTest {
  private final RadarDevice radar = new RadarDevice();

  private DriverHarness<Ops243Settings> harness(Ops243Settings settings) {
    return new DriverHarness<>(new Ops243Factory(), settings).link(new FakeSerialPort(radar));
  }

  @Test
  void eachVehicleIsAnEventWithItsDirection() throws Exception {
    try (var device = harness(RadarDevice.SETTINGS)) {
      device.open();
      assertThat(device.driver().identity().version()).isEqualTo("1.5.0");
      assertThat(device.driver().identity().model()).isEqualTo("OPS243-A");
      List<EmittedSample> samples = device.collect(4, Duration.ofSeconds(1));
      assertThat(samples)
          .extracting(sample -> sample.value("speed") + " " + sample.value("direction"))
          .contains("27.4 1.0", "43.7 0.0")
          .doesNotContain("-27.4 1.0");
    }
  }

  // Switched off and on, it counts in metres per second: 27.4 km/h would become 7.6.
  @Test
  void aBareNumberIsNoSpeed() throws Exception {
    var port = new FakeSerialPort(radar);
    try (var device = new DriverHarness<>(new Ops243Factory(), RadarDevice.SETTINGS).link(port)) {
      device.open();
      device.collect(2, Duration.ofSeconds(1));
      port.powerCycle();
      int before = device.samples().size();
      assertThatThrownBy(() -> device.collect(50, Duration.ofSeconds(1)))
          .isInstanceOf(DriverException.class)
          .hasMessageContaining("found a bare number");
      assertThat(device.samples().stream().skip(before).map(sample -> sample.value("speed")))
          .allMatch(speed -> speed == 27.4 || speed == 43.7);
      device.closeDevice();
      device.open();
      assertThat(device.collect(2, Duration.ofSeconds(1))).isNotEmpty();
    }
  }

  // It is told what to report, and nothing is written to its flash, which wears.
  @Test
  void itIsToldWhatToReport() throws Exception {
    try (var device = harness(RadarDevice.SETTINGS)) {
      device.open();
      assertThat(radar.received()).startsWith("OJ").endsWith("UKOUONOsR>5\n").doesNotContain("A!");
    }
    radar.received();
    var speeds =
        new Ops243Settings(
            Ops243Settings.Report.SPEEDS, 10, Duration.ofMinutes(1), Duration.ofSeconds(2));
    try (var device = harness(speeds)) {
      device.open();
      assertThat(radar.received()).endsWith("UKOUOnOSR>10\n");
    }
  }
}
