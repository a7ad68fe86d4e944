package vn.binhduong.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The kinds of devices and links of one process: as it found them when it started, and as its next
/// start would find them.
///
/// Reading and hashing jars takes time and memory on a small board, and each reading makes the
/// classes of the jars anew, so that the same settings are no longer equal to themselves. So
/// `drivers.d` is read again only where something in it changed: another file, or another inode,
/// size or time of the last change of one. That time is the kernel's and cannot be set back by
/// whoever writes the file. A change so soon after the reading that it could bear the same time is
/// not told apart, therefore what changed in the last [#SETTLED] before a reading is read once
/// more.
///
/// Thread-safe.
public final class Catalogues {
  /// Longer than the kernel takes for one step of the times it writes.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final ClassLoader loader;
  private final Path file;
  private final InstantSource clock;
  private final Catalogue running;
  private Catalogue newest;
  private Optional<Map<String, String>> seen;

  /// Reads `drivers.d` for the first time.
  ///
  /// @param loader that of the program
  /// @param file the configuration file
  /// @param clock the one the file system goes by
  public Catalogues(ClassLoader loader, Path file, InstantSource clock) {
    this.loader = loader;
    this.file = file;
    this.clock = clock;
    this.seen = look();
    this.running = Catalogue.beside(loader, file);
    this.newest = running;
  }

  /// What this process runs with.
  public Catalogue running() {
    return running;
  }

  /// What the next start would find.
  public synchronized Catalogue now() {
    Optional<Map<String, String>> present = look();
    if (seen.isEmpty() || !seen.equals(present)) {
      // Looked at before it is read: what changes in between is seen the next time.
      newest = Catalogue.beside(loader, file);
      seen = present;
    }
    return newest;
  }

  /// Every file with what changes when it does; empty where that cannot be relied on.
  private Optional<Map<String, String>> look() {
    Path directory = file.resolveSibling(DriverJars.DIRECTORY);
    var stamps = new TreeMap<String, String>();
    long settledMillis = clock.millis() - SETTLED.toMillis();
    try {
      if (!Files.exists(directory)) {
        return Optional.of(stamps);
      }
      try (Stream<Path> entries = Files.list(directory)) {
        for (Path path : Stream.concat(Stream.of(directory), entries).toList()) {
          Map<String, Object> of = Files.readAttributes(path, "unix:dev,ino,size,mode,ctime");
          if (!(of.get("ctime") instanceof FileTime changed)
              || changed.toMillis() > settledMillis) {
            return Optional.empty();
          }
          stamps.put(path.toString(), new TreeMap<>(of).toString());
        }
      }
      return Optional.of(stamps);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
