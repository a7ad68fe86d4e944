package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before anything is connected, and what is never shown.
class SettingsTest {
  private static final String REST = ", topic: t, profile: chirpstack";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "broker: 'mqtt://192.0.2.1' | mqtt://192.0.2.1 is not encrypted; use mqtts://",
        "broker: 'mqtt://broker.example' | is not encrypted",
        "broker: 'mqtt://127.0.0.1.example' | is not encrypted",
        "broker: 'http://127.0.0.1' | expected mqtt:// or mqtts://, found 'http'",
        "broker: 'mqtts:broker' | expected a host",
        "broker: 'mqtts://u:p@broker' | expected no user in it",
        "broker: 'mqtts://broker/topic' | expected nothing after host and port",
        "broker: 'mqtt://127.0.0.1', ca-file: ca.pem | ca-file: only mqtts:// needs it",
        "broker: 'mqtts://b', password: hidden | password: needs a username",
        "broker: 'mqtts://b', channels: [humid] | channels: humid is none of [temperature, "
      })
  void impossibleDevicesAreRefused(String yaml, String message) {
    assertThatThrownBy(() -> Yaml.device("{" + yaml + REST + "}"))
        .hasMessageContaining(message)
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mqtt://127.0.0.1 | 127.0.0.1:1883",
        "mqtt://localhost:1884 | localhost:1884",
        "mqtt://[::1] | [::1]:1883",
        "mqtts://broker.example | broker.example:8883"
      })
  void brokersHaveThePortsOfTheProtocol(String broker, String address) {
    assertThat(Yaml.device("{broker: '" + broker + "'" + REST + "}").address()).isEqualTo(address);
  }

  @Test
  void plaintextOverTheNetworkIsADecision() {
    assertThat(
            Yaml.device("{broker: 'mqtt://192.0.2.1', allow-plaintext: true" + REST + "}")
                .encrypted())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#/b", "a#", "a/b#", "a+/b", "#/a", "a/+b"})
  void impossibleFiltersAreRefused(String topic) {
    assertThatThrownBy(
            () -> Yaml.device("{broker: 'mqtts://b', topic: '" + topic + "', profile: chirpstack}"))
        .hasMessageContaining("topic: expected a filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+", "a/+/b/#", "/a", "a//b", "$SYS/#"})
  void filtersOfTheStandardAreTaken(String topic) {
    assertThat(
            Yaml.device("{broker: 'mqtts://b', topic: '" + topic + "', profile: chirpstack}")
                .topic())
        .isEqualTo(topic);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: /a, unit: C | degrees Celsius are 'Cel'",
        "path: a, unit: s | path: expected a JSON pointer, which begins with /",
        "path: /a~, unit: s | path: expected ~0 or ~1",
        "path: /a, unit: s, scale: 0 | scale: expected a number that is not zero",
        "path: /a, unit: s, type: text | type"
      })
  void impossibleValuesAreRefused(String yaml, String message) {
    assertThatThrownBy(() -> Yaml.mapping("channels: [{channel: a, min: 0, max: 9, " + yaml + "}]"))
        .hasMessageContaining(message);
  }

  @Test
  void impossibleMappingsAreRefused() {
    String one = "{channel: a, path: /a, unit: s, min: 0, max: 9}";
    assertThatThrownBy(() -> Yaml.mapping("channels: [" + one + ", " + one + "]"))
        .hasMessageContaining("two are named 'a'");
    assertThatThrownBy(() -> Yaml.mapping("counter: fCnt, channels: [" + one + "]"))
        .hasMessageContaining("counter: expected a JSON pointer");
    assertThatThrownBy(
            () ->
                Yaml.device(
                    "{broker: 'mqtts://b', topic: t, selected: x, profile: {maker: m, model: m,"
                        + " channels: ["
                        + one
                        + "]}}"))
        .hasMessageContaining("selected: the profile has no select");
  }

  @Test
  void secretsAreNotInTheText() {
    assertThat(
            Yaml.device("{broker: 'mqtts://b', username: u, password: hidden" + REST + "}")
                .toString())
        .isEqualTo("MqttJsonSettings[mqtts://b, t]");
  }

  // The same messages in two devices would be counted twice; another device of the topic is not.
  @Test
  void claimsAreMessages() {
    var factory = new MqttJsonFactory();
    String device = "{broker: 'mqtts://b', selected: %s" + REST + "}";
    assertThat(factory.claims(Yaml.device(device.formatted("a1"))))
        .containsExactly("topic t of b:8883, a1")
        .isNotEqualTo(factory.claims(Yaml.device(device.formatted("a2"))));
  }
}
