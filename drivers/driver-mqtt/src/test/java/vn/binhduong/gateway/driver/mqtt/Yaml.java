package vn.binhduong.gateway.driver.mqtt;

import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// Settings from YAML, read as the gateway reads them.
final class Yaml {
  private Yaml() {}

  /// The settings of a device.
  static MqttJsonSettings device(String yaml) {
    return read(yaml, MqttJsonSettings.class);
  }

  /// A device with this mapping, on a broker that is never asked.
  static MqttJsonSettings mapping(String yaml) {
    return device(
        "{broker: 'mqtt://127.0.0.1', topic: t, profile: {maker: m, model: m, " + yaml + "}}");
  }

  /// Any settings.
  static <C extends Record> C read(String yaml, Class<C> type) {
    return Settings.standard().read(new YamlText("test", yaml), type).orThrow();
  }
}
