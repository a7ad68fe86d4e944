package vn.binhduong.gateway.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where damaged files go, each case in its own directory with a `report.json`. Nothing is read
/// from here, and the gateway deletes a case only where [Retention] says so: beyond the share of
/// the quarantine, when everything else but undelivered data is gone.
///
/// The folder is there as long as anybody should look at it: when a technician has taken the cases
/// away, [#cleared] removes the empty folder, once. Not thread-safe.
final class Quarantine {
  static final String FOLDER = "quarantine";
  private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());

  private final Path directory;
  private List<Taken> taken = new ArrayList<>();

  Quarantine(Path directory) {
    this.directory = directory;
  }

  /// A case.
  ///
  /// @param name of the damaged file
  /// @param why what is wrong with it
  /// @param salvaged what could be saved
  /// @param kase its place, from the data directory
  record Taken(String name, String why, String salvaged, String kase) {}

  /// Moves what exists of `files` into a new case.
  ///
  /// @param why what is wrong with them
  /// @param salvaged what could be saved, for the report
  void take(List<Path> files, String why, String salvaged, Instant now) throws IOException {
    String name = files.getFirst().getFileName().toString();
    Path kase = freshCase(folder(now), name);
    Durable.syncDirectory(kase); // before the only copy moves into it
    Durable.syncDirectory(kase.resolve(name));
    List<String> moved = new ArrayList<>();
    for (Path file : files) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Durable.move(file, kase.resolve(file.getFileName()));
        moved.add('"' + escape(file.getFileName().toString()) + '"');
      }
    }
    report(kase, name, moved, why, salvaged, now);
  }

  private void report(
      Path kase, String name, List<String> moved, String why, String salvaged, Instant now)
      throws IOException {
    String report =
        """
        {"time":"%s","files":[%s],"why":"%s","salvaged":"%s"}
        """
            .formatted(now, String.join(",", moved), escape(why), escape(salvaged));
    Durable.replace(kase.resolve("report.json"), report.getBytes(StandardCharsets.UTF_8));
    taken.add(new Taken(name, why, salvaged, FOLDER + "/" + kase.getFileName()));
    LOG.log(
        System.Logger.Level.WARNING,
        "store: {0} is damaged ({1}); {2}; the files are kept in {3}",
        name,
        why,
        salvaged,
        kase);
  }

  /// Whether there are cases, or what else has the name of their folder: there was a store.
  boolean isThere() {
    return Files.exists(directory.resolve(FOLDER), LinkOption.NOFOLLOW_LINKS);
  }

  /// The cases since this was asked last.
  List<Taken> takeNews() {
    List<Taken> news = taken;
    taken = new ArrayList<>();
    return news;
  }

  /// True once, when the last case was taken away.
  boolean cleared() throws IOException {
    Path folder = directory.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> cases = Files.newDirectoryStream(folder)) {
      if (cases.iterator().hasNext()) {
        return false;
      }
    }
    Files.delete(folder);
    return true;
  }

  /// The folder; what else has its name becomes the first case in it.
  private Path folder(Instant now) throws IOException {
    Path folder = directory.resolve(FOLDER);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      Path aside = directory.resolve(FOLDER + ".aside");
      Durable.move(folder, aside);
      Files.createDirectory(folder);
      Path kase = freshCase(folder, FOLDER);
      Durable.move(aside, kase.resolve(FOLDER));
      report(
          kase, FOLDER, List.of('"' + FOLDER + '"'), "expected a directory", "nothing of it", now);
    }
    return Files.createDirectories(folder);
  }

  /// One case.
  ///
  /// @param bytes of its files
  /// @param millis when it was made, milliseconds since 1970
  record Case(String name, long bytes, long millis) {}

  /// Deletes the oldest case; null when there is none.
  @Nullable Case dropOldest() throws IOException {
    Path folder = directory.resolve(FOLDER);
    List<Case> cases = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          cases.add(
              new Case(
                  entry.getFileName().toString(),
                  Usage.of(entry).bytes(),
                  Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toMillis()));
        }
      }
    }
    Case oldest =
        cases.stream()
            .min(Comparator.comparingLong(Case::millis).thenComparing(Case::name))
            .orElse(null);
    if (oldest != null) {
      List<Path> files;
      try (Stream<Path> walk = Files.walk(folder.resolve(oldest.name()))) {
        files = walk.sorted(Comparator.reverseOrder()).toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      LOG.log(System.Logger.Level.WARNING, "store: {0} is deleted to make space", oldest);
    }
    return oldest;
  }

  private static Path freshCase(Path folder, String name) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path kase = folder.resolve(name + "." + attempt);
      if (!Files.exists(kase, LinkOption.NOFOLLOW_LINKS)) {
        return Files.createDirectory(kase);
      }
    }
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c < 0x20 ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
