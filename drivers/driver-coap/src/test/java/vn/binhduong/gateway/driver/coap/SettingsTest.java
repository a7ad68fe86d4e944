package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is refused before a port is opened, and what is never shown.
class SettingsTest {
  private static final String KEY = "00112233445566778899aabbccddeeff";

  @TempDir private Path directory;

  @Test
  void aServerIsLocalAndProtectedUnlessToldOtherwise() {
    CoapServerSettings settings = Yaml.server("keys: [{identity: a, key: %s}]".formatted(KEY));
    assertThat(settings.bind()).isEqualTo("127.0.0.1");
    assertThat(settings.security()).isEqualTo(ServerSecurity.DTLS_PSK);
    assertThat(settings.portOrUsual()).isEqualTo(5684);
    assertThat(Yaml.server("security: none").portOrUsual()).isEqualTo(5683);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | keys: security dtls-psk needs them",
        "{bind: localhost, security: none} | bind: expected an address",
        "{allow: [10.0.0.0/40], security: none} | allow: expected a prefix length",
        "{security: none, keys: [{identity: a, key: " + KEY + "}]} | keys: security none has none",
        "{keys: [{identity: a}]} | expected either key or key-file",
        "{keys: [{identity: a, key: " + KEY + ", key-file: /k}]} | expected either key or key-file",
        "{keys: [{identity: a, key: 0011}]} | key",
        "{keys: [{identity: a, key: " + KEY + "}, {identity: a, key-file: /k}]} | stands twice"
      })
  void impossibleServersAreRefused(String yaml, String message) {
    assertThatThrownBy(() -> Yaml.server(yaml))
        .hasMessageContaining(message)
        .hasMessageNotContaining(KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "path: /n7 | path",
        "path: n7, peer: node.example | peer: expected an address",
        "path: n7, channels: [] | channels",
        "path: n7, channels: [{name: a, channel: a, unit: m, min: 1, max: 0}] | expected min <= max",
        "path: n7, channels: [{name: a, channel: a, unit: C, min: 0, max: 1}] | unit: expected a SenML"
            + " symbol",
        "path: n7, channels: [{name: a, channel: a, unit: m, min: 0, max: 1, scale: 0}] | scale",
        "path: n7, channels: [{name: a, channel: a, unit: m, min: 0, max: 1}, {name: a, channel: b,"
            + " unit: m, min: 0, max: 1}] | a name stands twice"
      })
  void impossibleNodesAreRefused(String yaml, String message) {
    String channels =
        yaml.contains("channels")
            ? ""
            : ", channels: [{name: a, channel: a, unit: m, min: 0, max: 1}]";
    assertThatThrownBy(() -> Yaml.node("{" + yaml + channels + "}")).hasMessageContaining(message);
  }

  @Test
  void keysAreNotInTheText() {
    assertThat(Yaml.server("keys: [{identity: a, key: %s}]".formatted(KEY)).toString())
        .doesNotContain(KEY)
        .contains("PskKey[a]");
  }

  @Test
  void keyFilesAreRead() throws Exception {
    Path file = Files.writeString(directory.resolve("k"), KEY + "\n");
    assertThat(Keys.bytes(null, file)).hasSize(16).startsWith(0x00, 0x11);
    Files.writeString(file, "not hex and secret");
    assertThatThrownBy(() -> Keys.bytes(null, file))
        .hasMessageContaining("expected 16 to 64 bytes in hex")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Keys.bytes(null, directory.resolve("absent")))
        .hasMessageContaining("cannot be read");
  }
}
