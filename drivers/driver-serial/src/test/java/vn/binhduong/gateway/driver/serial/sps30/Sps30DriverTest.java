package vn.binhduong.gateway.driver.serial.sps30;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class Sps30DriverTest {
  private final Sps30Device sensor = new Sps30Device();

  private DriverHarness<Sps30Settings> harness() {
    return new DriverHarness<>(new Sps30Factory(), Sps30Device.SETTINGS)
        .link(new FakeSerialPort(sensor));
  }

  @Test
  void itTellsWhoItIsAndWhatItMeasured() throws Exception {
    try (var device = harness()) {
      device.open();
      assertThat(device.driver().identity().serial()).isEqualTo("A0B1C2D3E4F5");
      assertThat(device.driver().identity().version()).isEqualTo("2.3");
      device.advance(Duration.ofSeconds(30));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.readings())
          .extracting(reading -> reading.channel().name() + "=" + (float) reading.value())
          .containsExactly(
              "pm1=9.093381",
              "pm25=9.1916685",
              "pm4=12.75",
              "pm10=13.5",
              "n05=61.25",
              "n1=70.5",
              "n25=71.25",
              "n4=71.5",
              "n10=71.625",
              "size=5.625E-4");
      assertThat(sample.quality("pm25")).isEqualTo(Quality.GOOD);
    }
  }

  // It gives each measurement once; a poll between two of them waits for the next.
  @Test
  void aPollWaitsForANewMeasurement() throws Exception {
    try (var device = harness()) {
      device.open();
      sensor.nothingNew(3);
      assertThat(device.poll().getFirst().value("pm10")).isEqualTo(13.5);
    }
  }

  // A gateway that restarts finds the sensor measuring: the refusal to start is no fault.
  @Test
  void oneThatMeasuresAlreadyGoesOn() throws Exception {
    try (var device = harness()) {
      device.open();
      device.closeDevice();
      device.open();
      assertThat(device.poll().getFirst().value("pm10")).isEqualTo(13.5);
    }
  }

  // A fan that stands still still gives numbers; the flag says that they mean nothing.
  @Test
  void anErrorFlagIsABadSensor() throws Exception {
    try (var device = harness()) {
      device.open();
      sensor.setState(0x80);
      assertThat(device.poll().getFirst().readings())
          .allMatch(reading -> reading.quality() == Quality.BAD_SENSOR, "BAD_SENSOR");
    }
  }

  // After a power cut it does not measure; the host opens it again, which starts it.
  @Test
  void oneThatHasRestartedIsUnavailableUntilItIsOpenedAgain() throws Exception {
    try (var device = harness()) {
      device.open();
      sensor.restart();
      assertThatThrownBy(device::poll)
          .isInstanceOfSatisfying(
              DriverException.class,
              lost -> assertThat(lost.kind()).isEqualTo(DriverException.Kind.UNAVAILABLE))
          .hasMessage("command 0x03: error 0x43 [not allowed in this state: it does not measure]");
      device.open();
      assertThat(device.poll().getFirst().value("pm10")).isEqualTo(13.5);
    }
  }
}
