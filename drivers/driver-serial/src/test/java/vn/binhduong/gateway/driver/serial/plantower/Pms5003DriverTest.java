package vn.binhduong.gateway.driver.serial.plantower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;
import vn.binhduong.gateway.driver.testkit.SerialScript;

class Pms5003DriverTest {
  private static DriverHarness<Pms5003Settings> harness(
      Pms5003Settings settings, PmsDevice device) {
    return new DriverHarness<>(new Pms5003Factory(), settings).link(new FakeSerialPort(device));
  }

  private static Pms5003Settings settings(PmsModel model, Pms5003Settings.Mode mode, boolean rest) {
    return new Pms5003Settings(model, mode, rest, Duration.ofMillis(20), Duration.ofSeconds(2));
  }

  // Outdoors the atmospheric concentrations count, not those of the factory.
  @Test
  void atmosphericConcentrationsAndCountsAreTold() throws Exception {
    try (var device = harness(PmsDevice.SETTINGS, new PmsDevice())) {
      device.open();
      assertThat(device.driver().identity().version()).isEqualTo("151");
      device.advance(Duration.ofSeconds(31));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.readings())
          .extracting(reading -> reading.channel().name() + "=" + reading.value())
          .containsExactly(
              "pm1=23.0",
              "pm25=290.0",
              "pm10=819.0",
              "n03=5121.0",
              "n05=1282.0",
              "n1=515.0",
              "n25=260.0",
              "n5=261.0",
              "n10=6.0");
      assertThat(sample.quality("pm25")).isEqualTo(Quality.GOOD);
    }
  }

  // The answer to a command may come late, and in front of a measurement: it is none.
  @Test
  void theAnswerToACommandIsNoMeasurement() throws Exception {
    byte[] answer = PmsDevice.frame(0xE101);
    byte[] data = PmsDevice.frame(PmsDevice.WORDS);
    var port =
        new SerialScript()
            .expect("42 4D E1 00 01 01 71")
            .answer(new byte[1])
            .answer(answer)
            .answer(answer)
            .answer(data)
            .answer(data);
    try (var device =
        new DriverHarness<>(new Pms5003Factory(), PmsDevice.SETTINGS).link(() -> port)) {
      device.open();
      assertThat(device.driver().identity().version()).isEqualTo("151");
    }
  }

  // The maker asks for 30 s of fan before a number counts.
  @Test
  void readingsAreUncertainWhileTheFanStarts() throws Exception {
    try (var device = harness(PmsDevice.SETTINGS, new PmsDevice())) {
      device.open();
      device.advance(Duration.ofSeconds(29));
      assertThat(device.poll().getFirst().quality("pm25")).isEqualTo(Quality.UNCERTAIN_CHANGE);
      device.advance(Duration.ofSeconds(1));
      assertThat(device.poll().getFirst().quality("pm25")).isEqualTo(Quality.GOOD);
    }
  }

  // The error code of the sensor makes its numbers worthless.
  @Test
  void anErrorCodeIsABadSensor() throws Exception {
    int[] words = PmsDevice.WORDS.clone();
    words[12] = 0x9702;
    try (var device = harness(PmsDevice.SETTINGS, new PmsDevice(words))) {
      device.open();
      assertThat(device.poll().getFirst().readings())
          .allMatch(reading -> reading.quality() == Quality.BAD_SENSOR, "BAD_SENSOR");
    }
  }

  // The laser lives for 8000 h: between polls it rests, and is awake and warm when it is read.
  @Test
  void aRestingSensorIsAsleepBetweenPolls() throws Exception {
    var sensor = new PmsDevice();
    try (var device =
        harness(settings(PmsModel.PMS5003, Pms5003Settings.Mode.PASSIVE, true), sensor)) {
      device.open();
      for (int i = 0; i < 3; i++) {
        assertThat(device.poll().getFirst().value("pm25")).isEqualTo(290);
        assertThat(sensor.isAsleep()).isTrue();
      }
    }
  }

  @Test
  void restWithoutBeingAskedIsRefused() {
    assertThatThrownBy(() -> settings(PmsModel.PMS5003, Pms5003Settings.Mode.ACTIVE, true))
        .hasMessage("rest: expected mode passive, found mode active");
  }

  // Temperatures below zero are two's complement; the other models have other channels.
  @Test
  void theModelWithFormaldehydeTellsItInTenths() throws Exception {
    int[] words = java.util.Arrays.copyOf(PmsDevice.WORDS, 17);
    words[12] = 57;
    words[13] = 0xFFE7;
    words[14] = 513;
    words[15] = 0;
    words[16] = 0x9700;
    try (var device =
        harness(
            settings(PmsModel.PMS5003ST, Pms5003Settings.Mode.PASSIVE, false),
            new PmsDevice(words))) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("formaldehyde")).isEqualTo(57);
      assertThat(sample.value("temperature")).isEqualTo(-2.5);
      assertThat(sample.value("humidity")).isEqualTo(51.3);
    }
  }

  @Test
  void theModelWithoutCountsHasThreeChannels() throws Exception {
    int[] words = {1, 2, 3, 14, 25, 36, 0, 0, 0};
    try (var device =
        harness(
            settings(PmsModel.PMS3003, Pms5003Settings.Mode.PASSIVE, false),
            new PmsDevice(words))) {
      assertThat(device.open().channels())
          .extracting(Channel::name)
          .containsExactly("pm1", "pm25", "pm10");
      assertThat(device.poll().getFirst().value("pm25")).isEqualTo(25);
    }
  }

  // The wrong model in the settings is told in words, not read as other numbers.
  @Test
  void anotherModelIsToldInWords() {
    try (var device =
        harness(
            new Pms5003Settings(
                PmsModel.PMS3003,
                Pms5003Settings.Mode.ACTIVE,
                false,
                Duration.ZERO,
                Duration.ofMillis(100)),
            new PmsDevice())) {
      assertThatThrownBy(device::open)
          .isInstanceOf(DriverException.class)
          .hasMessageContaining("expected length 20 of a PMS3003, found 28")
          .hasMessageContaining("42 4D 00 1C");
    }
  }
}
