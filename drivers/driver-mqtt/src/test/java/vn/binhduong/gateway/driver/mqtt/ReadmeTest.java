package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));
  private static final Path PROFILES = Path.of("src/main/resources/profiles/mqtt-json");

  @TempDir private Path directory;

  @Test
  void settingsAreListed() throws IOException {
    README.assertSection(
        "settings",
        ReadmeSections.settings(MqttJsonSettings.class, "Device of driver `mqtt-json`"));
  }

  @Test
  void boundsAreListed() throws IOException {
    README.assertSection(
        "bounds",
        """
        | what | at most | beyond it |
        |---|---|---|
        | payload of a message | %d bytes | malformed |
        | packet of the broker | %d bytes | not sent to us by the broker |
        | nesting of objects and arrays | %d | malformed |
        | a number, a name, a source id | %d, %d, %d characters | malformed |
        | messages that wait to be stored | %d, and %d bytes | lost, counted, told in the log |
        | messages on their way, not confirmed | %d | the broker waits |
        | source ids that are remembered | %d | the oldest is forgotten |
        | messages in a row without a fault, until it is told as over | %d | |
        """
            .formatted(
                MessageReader.PAYLOAD_BYTES_MAX,
                Subscription.PACKET_BYTES_MAX,
                JsonScan.DEPTH_MAX,
                JsonScan.NUMBER_CHARS_MAX,
                JsonScan.NAME_CHARS_MAX,
                MessageReader.SOURCE_ID_CHARS_MAX,
                Inbox.MESSAGES_MAX,
                Inbox.BYTES_MAX,
                Subscription.RECEIVE_MAX,
                SeenIds.WINDOW,
                Trouble.OVER_AFTER_MESSAGES));
  }

  @Test
  void profilesAreListed() throws IOException {
    try (var files = Files.list(PROFILES)) {
      String rows =
          files
              .sorted()
              .map(
                  file -> {
                    Mapping mapping = Settings.standard().read(file, Mapping.class).orThrow();
                    assertThat(mapping.source()).as("source of %s", file).isNotBlank();
                    return "| `%s` | %s %s: %s | %s |\n"
                        .formatted(
                            file.getFileName().toString().replace(".yaml", ""),
                            mapping.maker(),
                            mapping.model(),
                            mapping.doc(),
                            mapping.channels().stream()
                                .map(MappedValue::channel)
                                .collect(Collectors.joining(", ")));
                  })
              .collect(Collectors.joining());
      README.assertSection("profiles", "| profile | messages | channels |\n|---|---|---|\n" + rows);
    }
  }

  // The lines a newcomer copies first must work as they stand.
  @Test
  void examplesWork() throws Exception {
    Files.createDirectories(directory.resolve("mqtt-json"));
    Files.writeString(
        directory.resolve("mqtt-json/gate-camera.yaml"), README.example("camera profile"));
    String gateway = README.example("gateway");
    try (var air = new Bench(device(gateway, "air1"));
        var camera = new Bench(device(gateway, "gate"))) {
      EmittedSample uplink = air.read(README.example("uplink").replace("\n", "")).getFirst();
      assertThat(uplink.value("temperature")).isEqualTo(27.3);
      assertThat(uplink.value("humidity")).isEqualTo(63.5);
      EmittedSample count = camera.read(README.example("count").replace("\n", "")).getFirst();
      assertThat(count.value("moto")).isEqualTo(131);
      assertThat(count.value("car")).isEqualTo(17);
      assertThat(count.value("mean_speed")).isEqualTo(31.5);
    }
  }

  /// The settings in the line of this name.
  private MqttJsonSettings device(String yaml, String name) {
    String line =
        yaml.lines().filter(l -> l.strip().startsWith(name + ":")).findFirst().orElseThrow();
    String settings = line.substring(line.indexOf("settings: ") + "settings: ".length());
    return Settings.standard()
        .withProfiles(directory)
        .read(
            new YamlText("README", settings.substring(0, settings.length() - 1)),
            MqttJsonSettings.class)
        .orThrow();
  }
}
