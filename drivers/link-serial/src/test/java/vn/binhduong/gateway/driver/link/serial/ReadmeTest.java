package vn.binhduong.gateway.driver.link.serial;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  @Test
  void settingsAreListed() throws IOException {
    new ReadmeSections(Path.of("README.md"))
        .assertSection(
            "settings", ReadmeSections.settings(SerialSettings.class, "Link of type `serial`"));
  }
}
