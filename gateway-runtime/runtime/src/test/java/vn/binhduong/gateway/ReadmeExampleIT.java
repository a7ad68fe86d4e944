package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.driver.testkit.ModbusTcpSlave;
import vn.binhduong.gateway.driver.testkit.RegisterBank;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.Stored;

/// The README's example of a new Modbus sensor, run as it stands there: only the address of the
/// slave, the directory and the period are the test's own.
class ReadmeExampleIT {
  private static final Path README = Path.of("../../README.md");

  @TempDir private Path directory = Path.of("");

  private static String example(String file) throws IOException {
    Matcher block =
        Pattern.compile(
                "<!-- example: " + Pattern.quote(file) + " -->\n```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    assertThat(block.find()).as("README.md has an example of %s", file).isTrue();
    return block.group(1);
  }

  private static String with(String text, String written, String used) {
    assertThat(text).contains(written);
    return text.replace(written, used);
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(path, text);
  }

  // A newcomer copies these lines: what they promise must happen, broker or no broker.
  @Test
  @Timeout(60)
  void theNewModbusSensorIsReadAndStored() throws Exception {
    try (var slave = new ModbusTcpSlave()) {
      slave.unit(1).set(RegisterBank.Table.INPUT, 1, 0xFFF6, 655);
      write("profiles/modbus/my-probe.yaml", example("profiles/modbus/my-probe.yaml"));
      String yaml = with(example("gateway.yaml"), "port: 502", "port: " + slave.port());
      yaml =
          with(yaml, "data-directory: data", "data-directory: '" + directory.resolve("data") + "'");
      yaml = with(yaml, "every: 10s", "every: 200ms");
      write("gateway.yaml", yaml + "metrics: {port: 0}\n");

      List<Stored> stored = run(directory.resolve("gateway.yaml"));

      assertThat(stored).isNotEmpty();
      assertThat(((Sample) stored.getLast().entry()).readings())
          .extracting(
              r ->
                  "%s %s %s %s"
                      .formatted(r.channel().name(), r.value(), r.channel().unit(), r.quality()))
          .containsExactly("temperature -1.0 Cel GOOD", "humidity 65.5 %RH GOOD");
    }
  }

  private List<Stored> run(Path file) throws Exception {
    var loader = new ConfigLoader(Catalogue.of(Main.class.getClassLoader()));
    assertThat(loader.check(file)).isInstanceOf(Loaded.Ready.class);
    var ready = (Loaded.Ready) loader.load(file, directory);
    assertThat(ready.configuration().problems()).isEmpty();
    try (Gateway gateway = Gateway.start(ready.configuration(), file, reason -> {})) {
      assertThat(gateway).isNotNull();
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      List<Stored> stored = newest();
      while (stored.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(Duration.ofMillis(50));
        stored = newest();
      }
      return stored;
    }
  }

  private List<Stored> newest() throws IOException {
    return StoreReader.open(directory.resolve("data"))
        .newest(device -> device.equals("th1"), entry -> true, entry -> false, 1);
  }
}
