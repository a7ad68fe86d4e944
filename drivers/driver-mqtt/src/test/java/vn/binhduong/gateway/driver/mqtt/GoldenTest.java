package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.settings.Settings;

/// Messages as systems publish them, a line each, and the samples that come of them; laid out as
/// the golden cases of other drivers, which have a link to play them.
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/testcases");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }
  }

  private static void check(Path folder) throws Exception {
    Path error = folder.resolve("error.txt");
    if (Files.exists(error)) {
      assertThatThrownBy(() -> samples(folder))
          .hasMessageContaining(Files.readString(error).strip());
    } else {
      assertThat(samples(folder)).isEqualTo(Files.readString(folder.resolve("expected.txt")));
    }
  }

  private static String samples(Path folder) throws Exception {
    MqttJsonSettings settings =
        Settings.standard().read(folder.resolve("settings.yaml"), MqttJsonSettings.class).orThrow();
    List<String> messages = Files.readAllLines(folder.resolve("input.jsonl"));
    try (var bench = new Bench(settings)) {
      return bench.read(messages.toArray(String[]::new)).stream()
          .map(GoldenTest::line)
          .collect(Collectors.joining());
    }
  }

  private static String line(EmittedSample sample) {
    return sample.at()
        + sample.readings().stream()
            .map(
                reading ->
                    " %s=%s"
                        .formatted(
                            reading.channel().name(),
                            reading.quality().hasValue() ? reading.value() : reading.quality()))
            .collect(Collectors.joining())
        + "\n";
  }
}
