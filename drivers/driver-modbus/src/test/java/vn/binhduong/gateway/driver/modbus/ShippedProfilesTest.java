package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedProfilesTest {
  static List<String> names() throws IOException {
    return ShippedProfiles.names();
  }

  // A profile in the jar that cannot be read would only be noticed on site.
  @ParameterizedTest
  @MethodSource("names")
  void isValid(String name) {
    assertThatCode(() -> ShippedProfiles.read(name)).doesNotThrowAnyException();
  }

  // What nobody can look up cannot be corrected.
  @ParameterizedTest
  @MethodSource("names")
  void isDocumented(String name) {
    RegisterMap map = ShippedProfiles.read(name);
    assertThat(map.source()).isNotBlank();
    assertThat(map.doc()).isNotBlank();
    assertThat(map.registers()).extracting(Register::doc).doesNotContainNull();
  }

  @Test
  void aDeviceNamesItsProfile() {
    ModbusSettings settings =
        ShippedProfiles.device(
            """
            unit-id: 1
            profile: renke-weather-station
            channels: [wind_speed, temperature]
            options: {wind-scale: 0.1}
            """);
    assertThat(settings.registers()).extracting(Register::scale).containsExactly(0.1, 0.1);
  }
}
