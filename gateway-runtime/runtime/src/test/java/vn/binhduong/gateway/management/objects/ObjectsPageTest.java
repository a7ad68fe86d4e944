package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page of objects is made from the declarations; here the checked-in copy is compared.
class ObjectsPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "device-management-objects.md");
  private static final String REGENERATE =
      "mvn -pl gateway-runtime/runtime -am test -Dtest=ObjectsPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";

  @Test
  void theCheckedInPageIsWhatTheDeclarationsSay() throws IOException {
    String page = ObjectsPage.text();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("regenerate with: %s", REGENERATE).hasContent(page);
  }
}
