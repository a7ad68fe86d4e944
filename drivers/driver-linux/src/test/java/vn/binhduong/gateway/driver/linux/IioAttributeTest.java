package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file of an IIO device is, from its name.
class IioAttributeTest {
  /// Names as the drivers of mainline make them; a channel keeps its name from boot to boot.
  @ParameterizedTest
  @CsvSource({
    "in_temp_input, temperature, Cel",
    "in_temp0_raw, temperature0, Cel",
    "in_temp_object_raw, temperature_object, Cel",
    "in_temp_ambient_raw, temperature_ambient, Cel",
    "in_humidityrelative_input, humidity, %RH",
    "in_pressure0_input, pressure0, hPa",
    "in_concentration_co2_raw, co2, ppm",
    "in_concentration0_co2_input, co2_0, ppm",
    "in_massconcentration_pm1_input, pm1, ug/m3",
    "in_massconcentration_pm2p5_input, pm25, ug/m3",
    "in_massconcentration_pm4_input, pm4, ug/m3",
    "in_massconcentration1_pm10_input, pm10_1, ug/m3",
    "in_illuminance_input, illuminance, lx",
    "in_voltage0_raw, voltage0, V",
    "in_voltage0-voltage1_raw, voltage0_1, V",
    "in_voltage3_vbat_raw, voltage3_vbat, V"
  })
  void fileBecomesAChannel(String file, String channel, String unit) {
    assertThat(IioAttribute.of(file))
        .hasValueSatisfying(
            attribute -> {
              assertThat(attribute.channel().name()).isEqualTo(channel);
              assertThat(attribute.channel().unit().symbol()).isEqualTo(unit);
              assertThat(attribute.processed()).isEqualTo(file.endsWith("_input"));
            });
  }

  /// Settings of a chip and quantities with no unit of ours are not values.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "in_temp_scale",
        "in_temp_offset",
        "in_temp_oversampling_ratio",
        "in_temp_thermocouple_type",
        "in_voltage0_scale_available",
        "in_voltage0-temp1_raw",
        "in_concentration_voc_input",
        "in_concentration_raw",
        "in_massconcentration_pm100_input",
        "in_illuminance_ir_raw",
        "in_pressure_sampling_frequency",
        "in_intensity_both_raw",
        "out_voltage0_raw",
        "in_voltage0_a_name_that_is_longer_than_a_channel_raw",
        "name",
        ""
      })
  void otherFilesAreNoChannels(String file) {
    assertThat(IioAttribute.of(file)).isEmpty();
  }

  /// A converter has one scale for all inputs or one for each; the own one counts first.
  /// Differential channels share one of their own, never that of the single inputs
  /// (`iio_simple_dummy`).
  @Test
  void scaleIsLookedForFromParticularToShared() {
    assertThat(IioAttribute.of("in_voltage0_raw").orElseThrow().filesOf("scale"))
        .containsExactly("in_voltage0_scale", "in_voltage_scale", "in_scale");
    assertThat(IioAttribute.of("in_voltage0-voltage1_raw").orElseThrow().filesOf("scale"))
        .containsExactly("in_voltage0-voltage1_scale", "in_voltage-voltage_scale", "in_scale");
    assertThat(IioAttribute.of("in_concentration_co2_raw").orElseThrow().filesOf("offset"))
        .containsExactly("in_concentration_co2_offset", "in_concentration_offset", "in_offset");
  }
}
