package vn.binhduong.gateway.driver.snmp;

import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// Settings from YAML, read as the gateway reads them.
final class Yaml {
  private Yaml() {}

  /// The settings of a device of driver `snmp`.
  static SnmpSettings device(String yaml) {
    return read(yaml, SnmpSettings.class);
  }

  /// Any settings.
  static <C extends Record> C read(String yaml, Class<C> type) {
    return Settings.standard().read(new YamlText("test", yaml), type).orThrow();
  }
}
