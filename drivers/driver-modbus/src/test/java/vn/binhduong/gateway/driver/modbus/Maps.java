package vn.binhduong.gateway.driver.modbus;

import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// Register maps from YAML, as a site would write them.
final class Maps {
  private Maps() {}

  static RegisterMap of(String yaml) {
    return Settings.standard()
        .read(new YamlText("map.yaml", "maker: Maker\nmodel: Model\n" + yaml), RegisterMap.class)
        .orThrow();
  }

  /// A register as one line of YAML, of type u16, with more keys.
  static String register(String channel, int address, String more) {
    return "  - {channel: %s, address: %d, type: u16, unit: m, min: 0, max: 1%s}\n"
        .formatted(channel, address, more.isEmpty() ? "" : ", " + more);
  }
}
