package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoistAirTest {
  // Computed from the formula of WMO-No. 8 with 40 digits.
  @ParameterizedTest
  @CsvSource({
    "20, 50, 9.255174598981253",
    "30, 80, 26.168845923147634",
    "-10, 70, -14.438704051883774",
    "35.5, 41.3, 20.346449013763738"
  })
  void theDewPoint(double celsius, double humidity, double expected) {
    assertThat(MoistAir.dewPoint(celsius, humidity)).isCloseTo(expected, within(1e-12));
  }

  // Saturated air is at its dew point, whatever its temperature.
  @ParameterizedTest
  @CsvSource({"-40", "-0.1", "0", "26.7", "59.9"})
  void saturatedAirIsAtItsDewPoint(double celsius) {
    assertThat(MoistAir.dewPoint(celsius, 100)).isCloseTo(celsius, within(1e-12));
  }

  // A humidity of 0 is a broken sensor; its logarithm is not a number to store.
  @ParameterizedTest
  @CsvSource({"0", "-3", "NaN"})
  void airWithoutMoistureHasNone(double humidity) {
    assertThat(MoistAir.dewPoint(20, humidity)).isNaN();
  }

  @Test
  void theSaturationAtZeroIsTheConstant() {
    assertThat(MoistAir.saturation(0)).isEqualTo(6.112);
    assertThat(MoistAir.saturation(20)).isCloseTo(23.325960220978068, within(1e-12));
  }

  // Computed from equation 3.2 of WMO-No. 8 with 40 digits.
  @ParameterizedTest
  @CsvSource({
    "1000, 15, 0, 100, 1011.9055086289019",
    "1005.2, 31.3, 0, 32, 1008.812442805488",
    "1005.2, 31.3, 29.5, 32, 1008.7708622015447",
    "850.4, 18.25, 12.5, 1480, 1007.7084893000137"
  })
  void thePressureAtSeaLevel(
      double hectopascal, double celsius, double vapour, double metres, double expected) {
    assertThat(MoistAir.seaLevelPressure(hectopascal, celsius, vapour, metres))
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void atSeaLevelNothingIsReduced() {
    assertThat(MoistAir.seaLevelPressure(1013.25, 27, 30, 0)).isEqualTo(1013.25);
  }

  // A temperature below absolute zero must not turn the correction round.
  @Test
  void aTemperatureThatCannotBeGivesNothing() {
    assertThat(MoistAir.seaLevelPressure(1000, -300, 0, 100)).isNaN();
  }
}
