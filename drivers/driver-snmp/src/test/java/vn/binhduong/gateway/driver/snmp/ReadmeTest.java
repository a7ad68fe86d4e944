package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.smi.OctetString;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path PROFILES = Path.of("src/main/resources/profiles/snmp");

  @TempDir private Path directory;

  @Test
  void settingsAreListed() throws IOException {
    assertSection(
        "settings",
        reference(SnmpLinkSettings.class, "Link of type `snmp`")
            + reference(Ntcip1209Settings.class, "Device of driver `ntcip1209`")
            + reference(SnmpSettings.class, "Device of driver `snmp`"));
  }

  @Test
  void statesOfAZoneAreListed() throws IOException {
    String rows =
        Arrays.stream(ZoneStatus.values())
            .map(
                status ->
                    "| %d | %s | %s | %s |\n"
                        .formatted(
                            status.code(), status.words(), status.quality(), status.speedQuality()))
            .collect(Collectors.joining());
    assertSection(
        "states",
        "| `zoneStatus` | meaning | volume and occupancy | speed |\n|---|---|---|---|\n" + rows);
  }

  @Test
  void profilesAreListed() throws IOException {
    try (var files = Files.list(PROFILES)) {
      String rows =
          files
              .sorted()
              .map(
                  file -> {
                    ObjectMap map = Settings.standard().read(file, ObjectMap.class).orThrow();
                    assertThat(map.source()).as("source of %s", file).isNotBlank();
                    assertThat(map.objects()).extracting(ObjectValue::doc).doesNotContainNull();
                    return "| `%s` | %s %s: %s | %s |\n"
                        .formatted(
                            file.getFileName().toString().replace(".yaml", ""),
                            map.maker(),
                            map.model(),
                            map.doc(),
                            map.objects().stream()
                                .map(ObjectValue::channel)
                                .collect(Collectors.joining(", ")));
                  })
              .collect(Collectors.joining());
      assertSection("profiles", "| profile | device | channels |\n|---|---|---|\n" + rows);
    }
  }

  // The lines a newcomer copies first must work as they stand.
  @Test
  void examplesWork() throws IOException {
    Files.createDirectories(directory.resolve("snmp"));
    Files.writeString(directory.resolve("snmp/my-cabinet.yaml"), example("profile"));
    Settings settings = Settings.standard().withProfiles(directory);
    String gateway = example("gateway");
    SnmpSettings cabinet =
        settings
            .read(new YamlText("README", part(gateway, "cabinet1")), SnmpSettings.class)
            .orThrow();
    assertThat(cabinet.objects().get(1).value(new OctetString("31.25"))).isEqualTo(31.25);
    assertThat(
            settings
                .read(new YamlText("README", part(gateway, "traffic1")), Ntcip1209Settings.class)
                .orThrow()
                .zones())
        .containsExactly(1, 2, 3);
    assertThat(
            settings
                .read(new YamlText("README", part(gateway, "radar")), SnmpLinkSettings.class)
                .orThrow()
                .access())
        .isEqualTo("v3, user gateway, auth-priv, sha-256, aes-128");
    assertThat(
            settings
                .read(new YamlText("README", part(gateway, "cabinet")), SnmpLinkSettings.class)
                .orThrow()
                .access())
        .isEqualTo("v2c");
  }

  /// The settings in the line of this name.
  private static String part(String yaml, String name) {
    String line =
        yaml.lines().filter(l -> l.strip().startsWith(name + ":")).findFirst().orElseThrow();
    String settings = line.substring(line.indexOf("settings: ") + "settings: ".length());
    return settings.substring(0, settings.length() - 1);
  }

  /// The reference, its headings two levels deeper.
  private static String reference(Class<? extends Record> type, String title) {
    return Settings.standard().reference(type, title).replaceAll("(?m)^#", "###") + "\n";
  }

  private static void assertSection(String name, String expected) throws IOException {
    String readme = Files.readString(README);
    String begin = "<!-- " + name + ": begin -->\n";
    String end = "<!-- " + name + ": end -->";
    int from = readme.indexOf(begin) + begin.length();
    int to = readme.indexOf(end);
    if (System.getProperty("update-readme") != null) {
      Files.writeString(README, readme.substring(0, from) + expected + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to))
        .as("section '%s' of the README; mvn test -Dupdate-readme writes it", name)
        .isEqualTo(expected);
  }

  private static String example(String name) throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf("<!-- example: " + name + " -->");
    int begin = readme.indexOf("```yaml\n", from) + "```yaml\n".length();
    return readme.substring(begin, readme.indexOf("```", begin));
  }
}
