package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `drivers.d` is read once, and again as soon as anything in it could be otherwise. A catalogue
/// that is the same object was not read anew.
class CataloguesTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");
  private Path jars = Path.of("");

  @BeforeEach
  void directories() throws IOException {
    file = directory.resolve("gateway.yaml");
    jars = Files.createDirectory(directory.resolve("drivers.d"));
    Files.write(jars.resolve("a.jar"), new byte[] {1, 2, 3});
  }

  /// As long after the last change as a gateway that has run for an hour.
  private Catalogues anHourLater() {
    return new Catalogues(
        getClass().getClassLoader(), file, () -> Instant.now().plus(Duration.ofHours(1)));
  }

  private static String refused(Catalogue catalogue) {
    return catalogue.refused().toString();
  }

  @Test
  void whatDidNotChangeIsReadOnce() {
    Catalogues catalogues = anHourLater();
    assertThat(catalogues.now()).isSameAs(catalogues.running()).isSameAs(catalogues.now());
  }

  @Test
  void withoutADirectoryNothingIsReadAgain() {
    file = directory.resolve("elsewhere/gateway.yaml");
    Catalogues catalogues = anHourLater();
    assertThat(catalogues.now()).isSameAs(catalogues.running());
  }

  // The same size and the same time of the last write are no proof that it is the same jar.
  @Test
  void otherBytesOfTheSameSizeAndTimeAreSeen() throws IOException {
    Catalogues catalogues = anHourLater();
    Path jar = jars.resolve("a.jar");
    FileTime before = Files.getLastModifiedTime(jar);
    Files.write(jar, new byte[] {3, 2, 1});
    Files.setLastModifiedTime(jar, before);
    Catalogue next = catalogues.now();
    assertThat(next).isNotSameAs(catalogues.running());
    assertThat(catalogues.now()).isSameAs(next);
  }

  @Test
  void anotherJarAndAListAreSeenAndTheRunningOnesStay() throws IOException {
    Catalogues catalogues = anHourLater();
    Files.write(jars.resolve("b.jar"), new byte[] {1});
    assertThat(refused(catalogues.now())).contains("b.jar");
    assertThat(refused(catalogues.running())).doesNotContain("b.jar");
    Files.writeString(jars.resolve("allowed"), "nonsense\n");
    assertThat(refused(catalogues.now())).contains("'nonsense'");
    Files.setPosixFilePermissions(
        jars.resolve("allowed"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(refused(catalogues.now())).contains("everybody may write");
    Files.delete(jars.resolve("b.jar"));
    assertThat(refused(catalogues.now())).doesNotContain("b.jar");
  }

  // A directory that comes later, or goes, is a change.
  @Test
  void aDirectoryThatGoesIsSeen() throws IOException {
    Catalogues catalogues = anHourLater();
    Files.delete(jars.resolve("a.jar"));
    Files.delete(jars);
    assertThat(refused(catalogues.now())).doesNotContain("a.jar");
  }

  // Two changes within one step of the kernel's clock bear the same time.
  @Test
  void whatChangedJustNowIsReadOnceMore() {
    var catalogues = new Catalogues(getClass().getClassLoader(), file, InstantSource.system());
    assertThat(catalogues.now()).isNotSameAs(catalogues.running());
  }
}
