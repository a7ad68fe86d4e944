package vn.binhduong.gateway.driver.modbus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// The profiles in the jar, read as the gateway reads them.
final class ShippedProfiles {
  private static final Path DIRECTORY = Path.of("src/main/resources/profiles/modbus");

  private ShippedProfiles() {}

  /// Their names, sorted.
  static List<String> names() throws IOException {
    try (var files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  static RegisterMap read(String name) {
    return Settings.standard().read(DIRECTORY.resolve(name + ".yaml"), RegisterMap.class).orThrow();
  }

  /// The settings of a device, from YAML.
  static ModbusSettings device(String yaml) {
    return Settings.standard().read(new YamlText("test", yaml), ModbusSettings.class).orThrow();
  }
}
