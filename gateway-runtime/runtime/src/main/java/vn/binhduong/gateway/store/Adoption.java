package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/// Takes over files that the gateway may read but not write, as a command run by another user
/// leaves them: a copy of its own takes the place of each. Needs a directory that can be written;
/// where it cannot, nothing changes and the failure says so.
final class Adoption {
  private static final System.Logger LOG = System.getLogger(Adoption.class.getName());

  private Adoption() {}

  /// Makes a file, if it is one, writable.
  static void adopt(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.isWritable(file)
        || !Files.isReadable(file)) {
      return;
    }
    Path copy = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(copy);
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < from.size(); ) {
        at += from.transferTo(at, from.size() - at, to);
      }
      to.force(true);
    }
    Durable.move(copy, file);
    LOG.log(
        System.Logger.Level.WARNING,
        "store: {0} could be read but not written by {1}; a copy has taken its place",
        file,
        System.getProperty("user.name"));
  }

  /// Makes room for a file where something else, or one that may not be read, has its name.
  static void clearPlace(Path file, Quarantine quarantine, Instant now) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file))) {
      quarantine.take(List.of(file), notAFile(file), "nothing of it", now);
    }
  }

  /// What is wrong with a file that is none, or may not be read.
  static String notAFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? "user %s may not read it".formatted(System.getProperty("user.name"))
        : "expected a file";
  }
}
