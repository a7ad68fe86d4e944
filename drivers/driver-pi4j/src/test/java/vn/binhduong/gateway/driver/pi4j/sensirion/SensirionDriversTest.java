package vn.binhduong.gateway.driver.pi4j.sensirion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;

class SensirionDriversTest {
  private static <C extends Record> DriverHarness<C> harness(
      DriverFactory<C> factory, C settings, int address, SensirionChip chip) {
    return new DriverHarness<>(factory, settings).link(new FakeI2cBus().chip(address, chip));
  }

  // The example of the SCD4x datasheet: 500 ppm, 25.00 degrees, 37.00 %RH.
  @Test
  void theExampleOfTheScd4xDatasheetIsReached() throws Exception {
    SensirionChip chip = Chips.scd4x();
    try (var device = harness(new Scd4xFactory(), Chips.SCD4X, 0x62, chip)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("co2")).isEqualTo(500);
      assertThat(sample.value("temperature")).isEqualTo(25.00, within(0.005));
      assertThat(sample.value("humidity")).isEqualTo(37.00, within(0.005));
      assertThat(device.driver().identity().serial()).isEqualTo("F8969F073BBE");
      // Stopped, asked, set for its height, started: and nothing saved to its memory (3615).
      assertThat(chip.commands())
          .startsWith("3F86", "3682", "242700194A", "24160001B0", "21B1")
          .doesNotContain("3615");
    }
  }

  // No air has no carbon dioxide.
  @Test
  void noCarbonDioxideAtAllIsABadSensor() throws Exception {
    try (var device =
        harness(
            new Scd4xFactory(), Chips.SCD4X, 0x62, Chips.scd4x().on(0xEC05, 0, 0x6667, 0x5EB9))) {
      device.open();
      assertThat(device.poll().getFirst().quality("co2")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  // What the eleven low bits say is "not ready", whatever the others are.
  @Test
  void aMeasurementThatDoesNotComeIsUnavailable() throws Exception {
    SensirionChip chip = Chips.scd4x().on(0xE4B8, 0x8000);
    var settings = new Scd4xSettings(0, true, Duration.ofMillis(200));
    try (var device = harness(new Scd4xFactory(), settings, 0x62, chip)) {
      device.open();
      assertThatThrownBy(device::poll).hasMessage("no new measurement within 200 ms");
    }
  }

  // The two families divide the same raw humidity differently.
  @Test
  void theSht3xAndTheSht4xMeanDifferentHumidities() throws Exception {
    try (var device = harness(new Sht3xFactory(), new Sht3xSettings(0x44), 0x44, Chips.sht3x())) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("temperature")).isEqualTo(-45 + 175.0 * 0x6667 / 65535);
      assertThat(sample.value("humidity")).isEqualTo(100.0 * 0x5EB9 / 65535);
    }
    try (var device = harness(new Sht4xFactory(), new Sht4xSettings(0x44), 0x44, Chips.sht4x())) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("temperature")).isEqualTo(-45 + 175.0 * 0x6667 / 65535);
      assertThat(sample.value("humidity")).isEqualTo(-6 + 125.0 * 0x5EB9 / 65535);
      assertThat(device.driver().identity().serial()).isEqualTo("0A1B2C3D");
    }
  }

  // The ends of the scale, and the ends of what there can be.
  @Test
  void everyRawValueOfTheSht4xIsInRange() {
    assertThat(Sht4xDriver.celsius(0)).isEqualTo(-45);
    assertThat(Sht4xDriver.celsius(65535)).isEqualTo(130);
    for (int raw = 0; raw <= 0xFFFF; raw++) {
      assertThat(Sht4xDriver.percent(raw)).isBetween(0.0, 100.0);
    }
  }

  // Conditioning longer than 10 s destroys the hotplate, so it ends after 9 s.
  @Test
  void theSgp41IsConditionedForNineSeconds() throws Exception {
    SensirionChip chip = Chips.sgp41();
    try (var device = harness(new Sgp41Factory(), new Sgp41Settings(null, null), 0x59, chip)) {
      device.open();
      EmittedSample first = device.poll().getFirst();
      assertThat(first.value("voc_raw")).isEqualTo(0x7531);
      assertThat(first.quality("voc_raw")).isEqualTo(Quality.UNCERTAIN_CHANGE);
      assertThat(first.quality("nox_raw")).isEqualTo(Quality.BAD_SENSOR);
      device.advance(Duration.ofMillis(8_999));
      assertThat(device.poll().getFirst().quality("nox_raw")).isEqualTo(Quality.BAD_SENSOR);
      device.advance(Duration.ofMillis(1));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("voc_raw")).isEqualTo(0x7532);
      assertThat(sample.value("nox_raw")).isEqualTo(0x4E21);
      assertThat(chip.commands())
          .endsWith("26128000A2666693", "26128000A2666693", "26198000A2666693");
    }
  }

  @Test
  void theSgp41CompensatesWithWhatItIsTold() {
    assertThat(Sgp41Driver.humidityTicks(50)).isEqualTo(0x8000);
    assertThat(Sgp41Driver.temperatureTicks(25)).isEqualTo(0x6666);
  }

  @Test
  void aBrokenHotplateIsToldInWords() {
    try (var device =
        harness(
            new Sgp41Factory(),
            new Sgp41Settings(null, null),
            0x59,
            Chips.sgp41().on(0x280E, 0x4B00))) {
      assertThatThrownBy(device::open)
          .hasMessage("self test: expected D400, found 4B00; a hotplate is broken");
    }
  }

  @Test
  void theSps30TellsItsTenNumbers() throws Exception {
    try (var device = harness(new Sps30Factory(), Chips.SPS30, 0x69, Chips.sps30())) {
      device.open();
      assertThat(device.driver().identity().serial()).isEqualTo("A0B1C2D3E4F5");
      device.advance(Duration.ofSeconds(30));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("pm25")).isEqualTo(11.5);
      assertThat(sample.value("n10")).isEqualTo(71.625);
      assertThat(sample.value("size")).isEqualTo(0.0005625);
      assertThat(sample.quality("pm25")).isEqualTo(Quality.GOOD);
    }
  }

  // Fan (bit 4) or laser (bit 5): each alone makes every number worthless.
  @Test
  void aFanThatStandsStillIsABadSensor() throws Exception {
    for (int bit : new int[] {4, 5}) {
      try (var device =
          harness(new Sps30Factory(), Chips.SPS30, 0x69, Chips.sps30().on(0xD206, 0, 1 << bit))) {
        device.open();
        assertThat(device.poll().getFirst().quality("pm25")).isEqualTo(Quality.BAD_SENSOR);
      }
    }
  }

  @Test
  void theSen55TellsItsEightNumbers() throws Exception {
    try (var device = harness(new Sen5xFactory(), Chips.SEN5X, 0x69, Chips.sen55())) {
      device.open();
      device.advance(Duration.ofSeconds(60));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.readings())
          .extracting(reading -> reading.channel().name() + "=" + reading.value())
          .containsExactly(
              "pm1=9.3",
              "pm25=11.5",
              "pm4=12.7",
              "pm10=13.5",
              "humidity=61.55",
              "temperature=25.085",
              "voc_index=105.0",
              "nox_index=1.0");
    }
  }

  // Below zero, and the marks for "not yet": 7FFF where the number is signed, FFFF where it is not.
  @Test
  void signsAndMarksOfTheSen5xAreRead() throws Exception {
    try (var device =
        harness(
            new Sen5xFactory(),
            Chips.SEN5X,
            0x69,
            Chips.sen55().on(0x03C4, 0xFFFF, 0x7FFF, 0, 1, 0x7FFF, 0xFF9C, 0x7FFF, 0x7FFF))) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.quality("pm1")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.value("pm25")).isEqualTo(3276.7);
      assertThat(sample.quality("humidity")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.value("temperature")).isEqualTo(-0.5);
      assertThat(sample.quality("nox_index")).isEqualTo(Quality.BAD_SENSOR);
    }
  }

  // A failed gas sensor says nothing about dust.
  @Test
  void aFaultOfTheSen5xHurtsItsOwnChannels() throws Exception {
    try (var device =
        harness(new Sen5xFactory(), Chips.SEN5X, 0x69, Chips.sen55().on(0xD206, 0, 1 << 7))) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.quality("voc_index")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.value("pm25")).isEqualTo(11.5);
      assertThat(sample.value("temperature")).isEqualTo(25.085);
    }
  }

  // Cheaper models have fewer sensors.
  @Test
  void eachModelOfTheSen5xHasItsOwnChannels() throws Exception {
    try (var device = harness(new Sen5xFactory(), Chips.SEN5X, 0x69, Chips.sen5x("SEN50"))) {
      assertThat(device.open().channels())
          .extracting(Channel::name)
          .containsExactly("pm1", "pm25", "pm4", "pm10");
    }
    try (var device = harness(new Sen5xFactory(), Chips.SEN5X, 0x69, Chips.sen5x("SEN66"))) {
      assertThatThrownBy(device::open)
          .hasMessage("expected a SEN50, SEN54 or SEN55, found 'SEN66'");
    }
  }

  // Several chips on one bus, each by its address.
  @Test
  void severalChipsShareABus() throws Exception {
    var bus = new FakeI2cBus().chip(0x44, Chips.sht4x()).chip(0x62, Chips.scd4x());
    try (var climate = new DriverHarness<>(new Sht4xFactory(), new Sht4xSettings(0x44)).link(bus);
        var air = new DriverHarness<>(new Scd4xFactory(), Chips.SCD4X).link(bus)) {
      climate.open();
      air.open();
      assertThat(climate.poll()).isNotEmpty();
      assertThat(air.poll().getFirst().value("co2")).isEqualTo(500);
      assertThat(climate.poll()).isNotEmpty();
    }
  }
}
