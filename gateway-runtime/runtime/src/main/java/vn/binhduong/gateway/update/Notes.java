package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The small files by which gateway, command line and supervisor tell each other where an update
/// stands.
///
/// `inbox/` is written by the gateway and by `gatewayctl`: `journal`, `request`, `confirmed`,
/// `health`, `untold`, `called-off`. What `supervisor/` holds is written by the supervisor alone:
/// `journal`, `trial`, `outcome`, `failed`, `floor`. Each file is replaced whole: write, fsync,
/// rename, fsync the directory.
final class Notes {
  private static final int FILE_BYTES_MAX = 64 << 10;

  private final Path inbox;
  private final Path supervisor;

  Notes(Path root) {
    this.inbox = root.resolve("inbox");
    this.supervisor = root.resolve("supervisor");
  }

  Path inbox(String name) {
    return inbox.resolve(name);
  }

  Path supervisor(String name) {
    return supervisor.resolve(name);
  }

  /// What a file holds; empty when there is none.
  ///
  /// @throws IOException when it cannot be read or is larger than any of ours
  static Optional<byte[]> bytes(Path file) throws IOException {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IOException("%s: expected at most %d bytes".formatted(file, FILE_BYTES_MAX));
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// What a file of `key=value` lines holds; empty when there is none or it is none.
  static Optional<KeyValues> read(Path file) throws IOException {
    try {
      return bytes(file).map(KeyValues::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (var channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    giveToGateway(fresh);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    syncAbove(file);
  }

  static void remove(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncAbove(file);
    }
  }

  private static void syncAbove(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Slots.sync(directory);
    }
  }

  /// A file that root makes with `gatewayctl` belongs to whom the inbox belongs.
  static void giveToGateway(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.getOwner(file).equals(Files.getOwner(directory))) {
      Files.setOwner(file, Files.getOwner(directory));
    }
  }
}
