package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));

  @TempDir private Path directory;

  @Test
  void profilesAreListed() throws IOException {
    README.assertSection("profiles", profiles());
  }

  @Test
  void settingsAreListed() throws IOException {
    README.assertSection(
        "settings",
        ReadmeSections.settings(ModbusSettings.class, "Device of driver `modbus`")
            + ReadmeSections.settings(ModbusTcpSettings.class, "Link of type `modbus-tcp`")
            + ReadmeSections.settings(ModbusRtuSettings.class, "Link of type `modbus-rtu`"));
  }

  // The ten lines a newcomer copies first must work as they stand.
  @Test
  void exampleProfileWorks() throws IOException {
    Files.createDirectories(directory.resolve("modbus"));
    Files.writeString(directory.resolve("modbus/my-probe.yaml"), README.example("profile"));
    assertThat(README.example("gateway")).contains("settings: {unit-id: 1, profile: my-probe}");
    ModbusSettings device =
        Settings.standard()
            .withProfiles(directory)
            .read(
                new YamlText("gateway.yaml", "{unit-id: 1, profile: my-probe}"),
                ModbusSettings.class)
            .orThrow();
    assertThat(RegisterGroup.of(device.profile(), device.registers()))
        .singleElement()
        .satisfies(
            group ->
                assertThat(group.request(1))
                    .hasToString("unit 1, 0x04 [READ_INPUT_REGISTERS] 1..2"));
    assertThat(device.registers().getFirst().value(device.profile().order(), 283)).isEqualTo(28.3);
  }

  private static String profiles() throws IOException {
    String rows =
        ShippedProfiles.names().stream()
            .map(
                name -> {
                  RegisterMap map = ShippedProfiles.read(name);
                  return "| `%s` | %s %s: %s | %s | %s |\n"
                      .formatted(
                          name,
                          map.maker(),
                          map.model(),
                          map.doc(),
                          map.registers().stream()
                              .map(Register::channel)
                              .collect(Collectors.joining(", ")),
                          String.join(", ", map.options().keySet()));
                })
            .collect(Collectors.joining());
    return "| profile | instrument | channels | options |\n|---|---|---|---|\n" + rows;
  }
}
