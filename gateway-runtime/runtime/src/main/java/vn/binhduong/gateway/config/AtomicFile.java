package vn.binhduong.gateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Replaces a file so that a power cut leaves the old one or the new one, never a part: write,
/// fsync, rename, fsync the directory.
public final class AtomicFile {
  private static final Set<PosixFilePermission> OWNER_AND_GROUP =
      PosixFilePermissions.fromString("rw-r-----");

  private AtomicFile() {}

  /// Puts a file aside that cannot be read, as `<name>.damaged`, so that writing it anew does not
  /// destroy what a person may still read in it. Quiet where that cannot be done.
  public static void aside(Path file) {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".damaged"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      System.getLogger(AtomicFile.class.getName())
          .log(System.Logger.Level.WARNING, "{0} cannot be put aside: {1}", file, e);
    }
  }

  /// Writes the file, with the permissions of the one it replaces, else 0640.
  ///
  /// @throws IOException when it could not be written; the old file then stands as it was
  public static void write(Path file, byte[] bytes) throws IOException {
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException("not a file: " + file);
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try {
      var permissions =
          Files.exists(target) ? Files.getPosixFilePermissions(target) : OWNER_AND_GROUP;
      Files.deleteIfExists(fresh);
      try (var channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(permissions))) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
