package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The reference pages are made from the declarations; here the checked-in copies are compared.
class ReferenceDocsTest {
  private static final Path REFERENCE = Path.of("..", "..", "docs", "reference");
  private static final String REGENERATE =
      "mvn -pl gateway-runtime/runtime -am test -Dtest=ReferenceDocsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";

  enum Page {
    SAMPLE("gateway.sample.yaml"),
    TABLE("settings.md"),
    SCHEMA("gateway.schema.json");

    final Path file;

    Page(String name) {
      file = REFERENCE.resolve(name);
    }

    String content() {
      var settings = Catalogue.of(ReferenceDocsTest.class.getClassLoader()).settings();
      return switch (this) {
        case SAMPLE ->
            "# yaml-language-server: $schema=gateway.schema.json\n"
                + "# Every setting of gateway.yaml. Durations: 250ms, 1s, 5min, 2h, 60d.\n\n"
                + settings
                    .sample(GatewaySettings.class)
                    // Optional for drivers that need none; that of the sample is on one.
                    .replace("# link: bus1", "link: bus1");
        case TABLE -> settings.reference(GatewaySettings.class, "Settings of `gateway.yaml`");
        case SCHEMA -> settings.schema(GatewaySettings.class, "gateway.yaml of the edge gateway");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCheckedInCopyIsWhatTheDeclarationsSay(Page page) throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(REFERENCE);
      Files.writeString(page.file, page.content());
    }
    assertThat(page.file).as("regenerate with: %s", REGENERATE).hasContent(page.content());
  }

  @Test
  void theSampleHasNoMistakes(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(file, Page.SAMPLE.content());
    var loaded = new ConfigLoader(Catalogue.of(getClass().getClassLoader())).check(file);
    assertThat(loaded)
        .isInstanceOfSatisfying(
            Loaded.Ready.class, ready -> assertThat(ready.configuration().problems()).isEmpty());
  }
}
