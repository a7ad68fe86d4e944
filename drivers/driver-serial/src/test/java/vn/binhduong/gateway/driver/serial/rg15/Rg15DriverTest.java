package vn.binhduong.gateway.driver.serial.rg15;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class Rg15DriverTest {
  private final Rg15Device gauge = new Rg15Device();

  private DriverHarness<Rg15Settings> harness() {
    return new DriverHarness<>(new Rg15Factory(), Rg15Device.SETTINGS)
        .link(new FakeSerialPort(gauge));
  }

  @Test
  void itTellsTotalEventAndIntensity() throws Exception {
    try (var device = harness()) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("rain_total")).isEqualTo(310.07);
      assertThat(sample.value("rain_event")).isEqualTo(1.24);
      assertThat(sample.value("rain_intensity")).isEqualTo(12.5);
    }
  }

  // Dirt on the lens looks like rain, and hides it.
  @Test
  void aBadLensIsABadSensor() throws Exception {
    try (var device = harness()) {
      device.open();
      gauge.setLine(Rg15Device.LINE + ", LensBad");
      assertThat(device.poll().getFirst().quality("rain_total")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  @Test
  void inchesAreRefused() {
    gauge.setLine(Rg15Device.LINE.replace("mmph", "iph").replace(" mm", " in"));
    try (var device = harness()) {
      assertThatThrownBy(device::open)
          .hasMessage("expected millimetres, found inches: its switch 'metric' is off");
    }
  }
}
