package vn.binhduong.gateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds drop-in profiles: first files of the profiles directory, then resources shipped with the
/// record that uses them.
final class Profiles {
  /// Names that cannot leave the directory.
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private static final String SUFFIX = ".yaml";

  private final @Nullable Path directory;

  Profiles(@Nullable Path directory) {
    this.directory = directory;
  }

  /// The text of `<kind>/<name>.yaml`, or empty when there is none.
  ///
  /// @throws IOException when it is there but cannot be read
  Optional<YamlText> find(Class<?> owner, String kind, String name) throws IOException {
    if (directory != null) {
      for (Path file : candidates(directory, kind, name)) {
        if (Files.exists(file)) {
          return Optional.of(YamlText.read(file));
        }
      }
    }
    String resource = "/profiles/" + kind + "/" + name + SUFFIX;
    try (InputStream in = owner.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(YamlText.read("profiles/" + kind + "/" + name + SUFFIX, in));
    }
  }

  private static List<Path> candidates(Path directory, String kind, String name) {
    return List.of(
        directory.resolve(kind).resolve(name + SUFFIX), directory.resolve(name + SUFFIX));
  }

  /// The names of all profiles of a kind, in order.
  List<String> names(Class<?> owner, String kind) {
    var names = new TreeSet<String>();
    if (directory != null) {
      addFiles(names, directory.resolve(kind));
      addFiles(names, directory);
    }
    URL resources = owner.getResource("/profiles/" + kind);
    if (resources != null) {
      try {
        addResources(names, resources, "profiles/" + kind + "/");
      } catch (IOException | URISyntaxException e) {
        // The names only make an error message kinder: without them it still says what is wrong.
        return List.copyOf(names);
      }
    }
    return List.copyOf(names);
  }

  private static void addFiles(Set<String> names, Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      files.filter(Files::isRegularFile).forEach(file -> addName(names, file.getFileName()));
    } catch (IOException | UncheckedIOException e) {
      // As above: an unreadable directory only makes the message shorter.
      return;
    }
  }

  private static void addName(Set<String> names, @Nullable Path file) {
    String name = String.valueOf(file);
    if (name.endsWith(SUFFIX)) {
      names.add(name.substring(0, name.length() - SUFFIX.length()));
    }
  }

  private static void addResources(Set<String> names, URL resources, String prefix)
      throws IOException, URISyntaxException {
    if (resources.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      try (var file = jar.getJarFile()) {
        file.stream()
            .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
            .forEach(entry -> addName(names, Path.of(entry.getName()).getFileName()));
      }
    } else if (resources.getProtocol().equals("file")) {
      addFiles(names, Path.of(new URI(resources.toString())));
    }
  }
}
