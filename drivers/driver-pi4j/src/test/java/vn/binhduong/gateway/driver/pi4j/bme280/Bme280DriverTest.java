package vn.binhduong.gateway.driver.pi4j.bme280;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;

class Bme280DriverTest {
  private final Bme280Chip chip = new Bme280Chip(Bme280Chip.BME280);
  private final FakeI2cBus bus = new FakeI2cBus().chip(0x76, chip);

  private DriverHarness<Bme280Settings> harness() {
    return new DriverHarness<>(new Bme280Factory(), Bme280Chip.SETTINGS).link(bus);
  }

  @Test
  void itTellsTemperaturePressureAndHumidity() throws Exception {
    try (var device = harness()) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("temperature")).isEqualTo(25.08, within(0.005));
      assertThat(sample.value("pressure")).isEqualTo(1006.5327, within(0.0002));
      assertThat(sample.value("humidity")).isEqualTo(56.597, within(0.0005));
    }
  }

  @Test
  void theOneWithoutHumidityHasTwoChannels() throws Exception {
    bus.chip(0x76, new Bme280Chip(Bme280Chip.BMP280));
    try (var device = harness()) {
      assertThat(device.open().channels())
          .extracting(Channel::name)
          .containsExactly("temperature", "pressure");
      assertThat(device.driver().identity().model()).isEqualTo("BMP280");
      assertThat(device.poll().getFirst().value("temperature")).isEqualTo(25.08, within(0.005));
    }
  }

  // A quantity that was skipped reads as 80000 or 8000, which would be a plausible number.
  @Test
  void whatWasSkippedIsBad() throws Exception {
    try (var device = harness()) {
      device.open();
      chip.raw(519_888, 0x80000, 0x8000);
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.quality("temperature")).isEqualTo(Quality.GOOD);
      assertThat(sample.quality("pressure")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.quality("humidity")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  @Test
  void anotherChipIsRefused() {
    chip.set(0xD0, 0x61);
    try (var device = harness()) {
      assertThatThrownBy(device::open)
          .hasMessage("address 0x76, register 0xD0: expected 60 (BME280) or 58 (BMP280), found 61");
    }
  }

  // The chip has no checksum: of 100 polls of noise none may become a reading.
  @Test
  void noiseIsNeverAReading() throws Exception {
    try (var device = harness()) {
      device.open();
      bus.set(DeviceState.GARBAGE);
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(device::poll).hasMessageContaining("address 0x76");
      }
      assertThat(device.samples()).isEmpty();
    }
  }
}
