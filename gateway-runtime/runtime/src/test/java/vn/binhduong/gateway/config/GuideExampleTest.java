package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// The example without Java in `docs/writing-a-driver.md` is right as it stands.
class GuideExampleTest {
  private static final ReadmeSections GUIDE =
      new ReadmeSections(Path.of("../../docs/writing-a-driver.md"));

  @TempDir private Path directory = Path.of("");

  @Test
  void theModbusInstrumentOfTheGuideIsUnderstood() throws IOException {
    Path profile = directory.resolve("profiles/modbus/my-level.yaml");
    Files.createDirectories(profile.getParent());
    Files.writeString(profile, GUIDE.example("profiles/modbus/my-level.yaml"));
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(file, GUIDE.example("gateway.yaml"));
    var loaded = new ConfigLoader(Catalogue.of(getClass().getClassLoader())).check(file);
    assertThat(loaded)
        .isInstanceOfSatisfying(
            Loaded.Ready.class,
            ready -> {
              assertThat(ready.configuration().problems()).isEmpty();
              assertThat(ready.configuration().devices())
                  .extracting(Configuration.Device::id)
                  .containsExactly("river1");
            });
  }
}
