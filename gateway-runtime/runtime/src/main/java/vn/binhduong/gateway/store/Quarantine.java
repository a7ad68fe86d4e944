package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Where damaged files go, each case in its own directory with a `report.json`. Nothing is ever
/// deleted from here by the gateway, and nothing is read from here.
final class Quarantine {
  static final String FOLDER = "quarantine";
  private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());

  private final Path directory;

  Quarantine(Path directory) {
    this.directory = directory;
  }

  /// Moves what exists of `files` into a new case.
  ///
  /// @param why what is wrong with them
  /// @param salvaged what could be saved, for the report
  Path take(List<Path> files, String why, String salvaged, Instant now) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(FOLDER));
    Path kase = freshCase(folder, files.getFirst().getFileName().toString());
    Durable.syncDirectory(kase); // before the only copy moves into it
    Durable.syncDirectory(folder);
    List<String> moved = new ArrayList<>();
    for (Path file : files) {
      if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        Durable.move(file, kase.resolve(file.getFileName()));
        moved.add('"' + escape(file.getFileName().toString()) + '"');
      }
    }
    String report =
        """
        {"time":"%s","files":[%s],"why":"%s","salvaged":"%s"}
        """
            .formatted(now, String.join(",", moved), escape(why), escape(salvaged));
    Durable.replace(kase.resolve("report.json"), report.getBytes(StandardCharsets.UTF_8));
    LOG.log(
        System.Logger.Level.WARNING,
        "store: {0} is damaged ({1}); {2}; the files are kept in {3}",
        files.getFirst().getFileName(),
        why,
        salvaged,
        kase);
    return kase;
  }

  private static Path freshCase(Path folder, String name) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path kase = folder.resolve(name + "." + attempt);
      if (!Files.exists(kase)) {
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
