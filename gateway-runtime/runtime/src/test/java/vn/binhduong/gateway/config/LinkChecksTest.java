package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.settings.YamlText;

/// A link that the driver cannot use is told with its line before anything is opened, on the
/// drivers and links that ship.
class LinkChecksTest {
  private static final String HEAD =
      """
      gateway: {id: BD-GW-1, profile: demo}
      uplink: {broker: "mqtt://127.0.0.1:1883"}
      links:
        uart1: {type: serial, settings: {port: /dev/ttyS0}}
        uart2: {type: serial, settings: {port: /dev/ttyS1, baud: 19200}}
        bus1: {type: modbus-tcp, settings: {host: 127.0.0.1}}
        rtu1: {type: modbus-rtu, settings: {port: /dev/ttyS2, baud: 19200}}
        i2c1: {type: i2c}
      devices:
      """;

  private final ConfigLoader loader = new ConfigLoader(Catalogue.of(getClass().getClassLoader()));

  private List<String> problems(String device) {
    Loaded loaded =
        loader.check(new YamlText("g.yaml", HEAD + "  d1: " + device), Path.of("g.yaml"));
    return ((Loaded.Ready) loaded)
        .configuration().problems().stream().map(Object::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {driver: pms5003, link: bus1} | g.yaml:10:31 devices.d1.link: expected a link of type serial, found link 'bus1' of type modbus-tcp; driver 'pms5003' reads through it
          {driver: pms5003, link: i2c1} | g.yaml:10:31 devices.d1.link: expected a link of type serial, found link 'i2c1' of type i2c; driver 'pms5003' reads through it
          {driver: pms5003} | g.yaml:10:7 devices.d1.link: expected a link of type serial, found none; driver 'pms5003' reads through it
          {driver: bme280, link: uart1} | g.yaml:10:30 devices.d1.link: expected a link of type i2c, found link 'uart1' of type serial; driver 'bme280' reads through it
          {driver: modbus, link: uart1, settings: {unit-id: 1, profile: xy-md02}} | g.yaml:10:30 devices.d1.link: expected a link of type modbus-rtu or modbus-tcp, found link 'uart1' of type serial; driver 'modbus' reads through it
          {driver: ntcip1209, settings: {zones: [1]}} | g.yaml:10:7 devices.d1.link: expected a link of type snmp, found none; driver 'ntcip1209' reads through it
          {driver: host, link: uart1} | g.yaml:10:28 devices.d1.link: expected no link, found link 'uart1'; driver 'host' reads without one (/proc, /sys)
          {driver: sim-sound, link: uart1} | g.yaml:10:33 devices.d1.link: expected no link, found link 'uart1'; driver 'sim-sound' reads without one (in the process)
          """)
  void aLinkThatTheDriverCannotUseIsNamed(String device, String problem) {
    assertThat(problems(device)).containsExactly(problem);
  }

  // The port would be opened, and nothing understood for ever.
  @Test
  void aSpeedThatTheInstrumentDoesNotHaveIsNamed() {
    assertThat(problems("{driver: pms5003, link: uart2}"))
        .containsExactly(
            "g.yaml:10:31 devices.d1.link: expected 9600 baud, found link 'uart2' with 19200 baud;"
                + " an instrument of driver 'pms5003' has no other speed");
    assertThat(problems("{driver: sps30-uart, link: uart1}"))
        .singleElement()
        .asString()
        .contains("expected 115200 baud, found link 'uart1' with 9600 baud");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {driver: pms5003, link: uart1}
          {driver: gnss, link: uart2}
          {driver: bme280, link: i2c1}
          {driver: host}
          {driver: modbus, link: bus1, settings: {unit-id: 1, profile: xy-md02}}
          {driver: modbus, link: rtu1, settings: {unit-id: 1, profile: xy-md02}}
          """)
  void whatFitsHasNoMistakes(String device) {
    assertThat(problems(device)).isEmpty();
  }
}
