package vn.binhduong.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a correct file becomes.
class SettingsTest {
  private static <R extends Record> R read(Class<R> type, String yaml) {
    return Examples.settings().read(new YamlText("test.yaml", yaml), type).orThrow();
  }

  private static Bound<Examples.Device> device(
      Map<String, Bound<Examples.Device>> devices, String id) {
    return Objects.requireNonNull(devices.get(id), id);
  }

  @Test
  void anEmptyFileGivesEveryFallback() {
    assertThat(read(Examples.Scalars.class, ""))
        .isEqualTo(
            new Examples.Scalars(
                false,
                1,
                0,
                1,
                "a",
                Examples.Encoding.JSON,
                Duration.ofSeconds(10),
                Path.of("/var/lib"),
                URI.create("mqtts://ioc:8883"),
                null));
  }

  @Test
  void everyTypeIsRead() {
    String yaml =
        """
        on: true
        unit-id: 0x1F
        bytes: 9223372036854775807
        factor: 1.5e-3
        name: "quoted"
        encoding: senml-cbor
        every: 1.5s
        directory: data/here
        broker: mqtt://127.0.0.1:1883
        password: 12345
        """;
    assertThat(read(Examples.Scalars.class, yaml))
        .isEqualTo(
            new Examples.Scalars(
                true,
                31,
                Long.MAX_VALUE,
                0.0015,
                "quoted",
                Examples.Encoding.SENML_CBOR,
                Duration.ofMillis(1500),
                Path.of("data/here"),
                URI.create("mqtt://127.0.0.1:1883"),
                "12345"));
  }

  @Test
  void theRecordOfAPartIsChosenByItsSiblingAndProfilesComeFromResources() {
    String yaml =
        """
        devices:
          wx1: {driver: modbus, settings: {unit-id: 3, profile: probe}}
          sim.1: {settings: {range: {min: 1, max: 2}}, driver: simulated}
          sim-2: {driver: simulated}
        """;
    var devices = read(Examples.Site.class, yaml).devices();
    assertThat(devices.keySet()).containsExactly("wx1", "sim.1", "sim-2");
    assertThat(device(devices, "wx1").orThrow().settings())
        .isEqualTo(
            new Examples.Modbus(
                3,
                new Examples.RegisterMap(
                    List.of(new Examples.Register(0, "t"), new Examples.Register(16, "rh")),
                    Map.of("0", "dry", "1", "wet"))));
    assertThat(device(devices, "sim.1").orThrow().settings())
        .isEqualTo(new Examples.Simulated(new Examples.Range(1, 2)));
    assertThat(device(devices, "sim-2").orThrow().settings())
        .isEqualTo(new Examples.Simulated(null));
  }

  @Test
  void aProfileMayStandInline() {
    String yaml = "{unit-id: 1, profile: {registers: [{address: 7, channel: t}]}}";
    assertThat(read(Examples.Modbus.class, yaml).profile().registers())
        .containsExactly(new Examples.Register(7, "t"));
  }

  // Checks that need more than one part of the file come after binding and must still name lines.
  @Test
  void theOriginOfARecordNamesItsLines() {
    String yaml =
        """
        devices:
          sim.1:
            driver: simulated
            every: 5s
        """;
    var origin = device(read(Examples.Site.class, yaml).devices(), "sim.1").origin();
    assertThat(origin.problem("every", "5s", "at least 10s", "slower"))
        .hasToString(
            "test.yaml:4:12 devices.'sim.1'.every: expected at least 10s, found 5s; slower");
    assertThat(origin.problem("link", "no link", "", ""))
        .hasToString("test.yaml:3:5 devices.'sim.1'.link: no link");
  }

  @Test
  void defaultsNameTheKeysThatHaveNone() {
    assertThatThrownBy(() -> Settings.standard().defaults(Examples.Range.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("min: expected a number, found nothing; the key is required")
        .hasMessageContaining("max: expected a number, found nothing; the key is required");
  }
}
