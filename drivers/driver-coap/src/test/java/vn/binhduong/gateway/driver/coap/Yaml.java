package vn.binhduong.gateway.driver.coap;

import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// Settings from YAML, read as the gateway reads them.
final class Yaml {
  private Yaml() {}

  static CoapNodeSettings node(String yaml) {
    return read(yaml, CoapNodeSettings.class);
  }

  static CoapServerSettings server(String yaml) {
    return read(yaml, CoapServerSettings.class);
  }

  static <C extends Record> C read(String yaml, Class<C> type) {
    return Settings.standard().read(new YamlText("test", yaml), type).orThrow();
  }
}
