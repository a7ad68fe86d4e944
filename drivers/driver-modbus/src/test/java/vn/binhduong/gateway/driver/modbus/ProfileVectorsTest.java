package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The frames that makers print in their datasheets, byte for byte, through the shipped profiles.
class ProfileVectorsTest {
  // The request must be the one the maker shows, the answer must mean what the maker says.
  @ParameterizedTest
  @CsvSource({
    // RS-FSJT: 8.6 m/s
    "renke-anemometer, 1, wind_speed, 01 03 00 00 00 01 84 0A, 01 03 02 00 56 38 7A, 8.6",
    // SenseCAP ONE: 28.3 °C
    "sensecap-one, 1, temperature, 01 04 00 00 00 02 71 CB, 01 04 04 00 00 6E 8C D6 41, 28.3",
    // The negative example of its wiki, whose CRC there is wrong (D6 41).
    "sensecap-one, 1, temperature, 01 04 00 00 00 02 71 CB, 01 04 04 FF FF FC 18 BA AA, -1.0",
  })
  void oneChannel(
      String profile, int unit, String channel, String request, String answer, double expected)
      throws Exception {
    RegisterGroup group = group(profile, channel);
    assertThat(Hex.text(RtuFrame.encode(group.request(unit)))).isEqualTo(request);
    assertThat(values(profile, group, unit, answer)).containsExactly(expected);
  }

  // Two values in one answer: PM2.5 37.0 and PM10 42.0 of a SenseCAP ONE S900 (unit 38).
  @ParameterizedTest
  @CsvSource({"26 04 00 30 00 04 F7 11, 26 04 08 00 00 90 88 00 00 A4 10 13 FA"})
  void particulates(String request, String answer) throws Exception {
    RegisterGroup group = group("sensecap-one", "pm25", "pm10");
    assertThat(Hex.text(RtuFrame.encode(group.request(38)))).isEqualTo(request);
    assertThat(values("sensecap-one", group, 38, answer)).containsExactly(37.0, 42.0);
  }

  // Only the request is documented for these.
  @ParameterizedTest
  @CsvSource({
    "renke-weather-station, wind_speed solar_radiation wind_force wind_sector wind_direction"
        + " humidity temperature noise pm25 pm10 pressure illuminance rain compass, 01 03 01 F4 00"
        + " 10 04 08",
    "qdy30a, level, 01 03 00 04 00 01 C5 CB",
  })
  void request(String profile, String channels, String expected) {
    RegisterGroup group = group(profile, channels.split(" "));
    assertThat(Hex.text(RtuFrame.encode(group.request(1)))).isEqualTo(expected);
  }

  // The registers of the weather station, each with low bits that are not zero.
  @ParameterizedTest
  @CsvSource({"0.01, 1.23", "0.1, 12.3"})
  void weatherStation(String windScale, double wind) {
    ModbusSettings settings =
        ShippedProfiles.device(
            """
            unit-id: 1
            profile: renke-weather-station
            channels: [wind_speed, wind_force, wind_sector, wind_direction, humidity, temperature,
              noise, pm25, pm10, pressure, illuminance, rain, compass, solar_radiation]
            options: {wind-scale: %s}
            """
                .formatted(windScale));
    var registers =
        new ModbusAnswer.Values(
            123, 1, 5, 225, 657, 0xFF9B, 551, 37, 53, 1013, 1, 0x2345, 745, 17, 91, 803);
    RegisterGroup group = RegisterGroup.of(settings.profile(), settings.registers()).getFirst();
    assertThat(decode(settings.profile(), group, registers))
        .containsExactly(wind, 1, 5, 225, 65.7, -10.1, 55.1, 37, 53, 1013, 74565, 1.7, 91, 803);
  }

  // A level probe does not tell its step; each choice is tried.
  @ParameterizedTest
  @CsvSource({"0.1mm, 0.1237", "1mm, 1.237", "1cm, 12.37", "10cm, 123.7"})
  void level(String step, double expected) {
    ModbusSettings settings =
        ShippedProfiles.device(
            "{unit-id: 1, profile: qdy30a, options: {step: %s}}".formatted(step));
    RegisterGroup group = RegisterGroup.of(settings.profile(), settings.registers()).getFirst();
    assertThat(decode(settings.profile(), group, new ModbusAnswer.Values(1237)))
        .containsExactly(expected);
  }

  // A probe in the cold: the sign must not be lost.
  @ParameterizedTest
  @CsvSource({"FF9B, 0291, -10.1, 65.7", "011B, 03E8, 28.3, 100.0"})
  void temperatureAndHumidity(String first, String second, double celsius, double percent) {
    ModbusSettings settings = ShippedProfiles.device("{unit-id: 1, profile: xy-md02}");
    RegisterGroup group = RegisterGroup.of(settings.profile(), settings.registers()).getFirst();
    assertThat(group.request(1)).hasToString("unit 1, 0x04 [READ_INPUT_REGISTERS] 1..2");
    assertThat(
            decode(
                settings.profile(),
                group,
                new ModbusAnswer.Values(Integer.parseInt(first, 16), Integer.parseInt(second, 16))))
        .containsExactly(celsius, percent);
  }

  // The family of four: registers that a model lacks are not asked for.
  @ParameterizedTest
  @CsvSource({"43, 0x04 [READ_INPUT_REGISTERS] 64..65"})
  void carbonDioxide(int unit, String expected) {
    RegisterGroup group = group("sensecap-one", "co2");
    assertThat(group.request(unit)).hasToString("unit " + unit + ", " + expected);
    assertThat(
            decode(
                ShippedProfiles.read("sensecap-one"),
                group,
                new ModbusAnswer.Values(0x0006, 0x6D8B)))
        .containsExactly(421.259);
  }

  // The louver box keeps its own order of registers.
  @ParameterizedTest
  @CsvSource({"noise, 502", "pressure, 505", "temperature, 501"})
  void louverBox(String channel, int address) {
    assertThat(group("renke-louver-box", channel).address()).isEqualTo(address);
  }

  private static RegisterGroup group(String profile, String... channels) {
    RegisterMap map = ShippedProfiles.read(profile);
    var chosen = profile.equals("qdy30a") ? Map.of("step", "1mm") : Map.<String, String>of();
    var groups = RegisterGroup.of(map, map.registersFor(List.of(channels), chosen));
    assertThat(groups).hasSize(1);
    return groups.getFirst();
  }

  private static double[] values(String profile, RegisterGroup group, int unit, String answer)
      throws Exception {
    if (RtuFrame.find(group.request(unit), Hex.bytes(answer))
        instanceof ModbusAnswer.Values values) {
      return decode(ShippedProfiles.read(profile), group, values);
    }
    throw new AssertionError("expected values in " + answer);
  }

  private static double[] decode(RegisterMap map, RegisterGroup group, ModbusAnswer.Values values) {
    return group.registers().stream()
        .mapToDouble(
            register ->
                register.value(
                    map.order(),
                    values.range(
                        register.address() - map.addressBase() - group.address(),
                        register.length())))
        .toArray();
  }
}
