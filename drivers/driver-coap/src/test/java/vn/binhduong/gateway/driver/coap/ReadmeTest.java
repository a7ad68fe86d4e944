package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));

  @Test
  void settingsAreListed() throws IOException {
    README.assertSection(
        "settings",
        ReadmeSections.settings(CoapServerSettings.class, "Link of type `coap-server`")
            + ReadmeSections.settings(CoapNodeSettings.class, "Device of driver `coap-node`")
            + ReadmeSections.settings(
                CoapObserveSettings.class, "Device of driver `coap-observe`"));
  }

  // The lines a newcomer copies first must work as they stand.
  @Test
  void examplesWork() throws Exception {
    String gateway = README.example("gateway");
    CoapServerSettings street = Yaml.server(part(gateway, "street"));
    assertThat(street.portOrUsual()).isEqualTo(5684);
    assertThat(street.keys()).extracting(PskKey::identity).containsExactly("node-7");
    CoapNodeSettings node = Yaml.node(part(gateway, "air7"));
    List<Measured> samples =
        new Payloads(node.channels(), node.missing())
            .read(110, README.example("payload").getBytes(StandardCharsets.UTF_8));
    assertThat(samples).extracting(Measured::ageMillis).containsExactly(60_000L, 0L);
    assertThat(samples.getLast().readings().getFirst().value()).isEqualTo(21.5);
    assertThat(Yaml.read(part(gateway, "air8"), CoapObserveSettings.class).secured()).isFalse();
  }

  // The bounds that the text names are those of the code.
  @Test
  void boundsAreThoseOfTheCode() {
    assertThat(CoapServer.PEERS_MAX).isEqualTo(512);
    assertThat(SenmlPack.RECORDS_MAX).isEqualTo(1_000);
    assertThat(Transport.THREADS).isEqualTo(2);
    assertThat(Timeline.OVERTAKING_MAX.toSeconds()).isEqualTo(5);
    assertThat(Payloads.FUTURE_SECONDS_MAX).isEqualTo(1);
  }

  /// The settings in the line of this name.
  private static String part(String yaml, String name) {
    String line =
        yaml.lines().filter(l -> l.strip().startsWith(name + ":")).findFirst().orElseThrow();
    String settings = line.substring(line.indexOf("settings: ") + "settings: ".length());
    return settings.substring(0, settings.length() - 1);
  }
}
