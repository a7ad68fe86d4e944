package vn.binhduong.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vn.binhduong.gateway.settings.YamlText;

/// The copy of the last `gateway.yaml` that could be used. Profiles are not copied: a bad one takes
/// out only the devices that use it.
///
/// @param file where the copy stands
public record LastGood(Path file) {
  /// Its place in a data directory.
  public static LastGood in(Path dataDirectory) {
    return new LastGood(dataDirectory.resolve("config").resolve("last-good.yaml"));
  }

  /// The copy, or empty when there is none that can be read.
  Optional<YamlText> read() {
    try {
      return Optional.of(YamlText.read(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Replaces the copy, unless it is the same already.
  void keep(String text) throws IOException {
    if (read().filter(kept -> kept.text().equals(text)).isPresent()) {
      return;
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
