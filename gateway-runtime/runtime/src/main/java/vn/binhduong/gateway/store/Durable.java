package vn.binhduong.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Changes to files that are there after a power cut: write, sync, rename, sync the directory.
///
/// Everything is written in small pieces: for each thread the JDK keeps a buffer outside of the
/// heap, as large as the largest piece that the thread ever wrote or read.
final class Durable {
  static final int PIECE_BYTES = 1 << 16;

  /// Writes all of a file.
  private interface Content {
    void write(FileChannel file) throws IOException;
  }

  private Durable() {}

  static void replace(Path file, byte[] content) throws IOException {
    replace(file, channel -> write(channel, ByteBuffer.wrap(content)));
  }

  /// Makes a file of zeros, all of which have their place on the disk.
  static void fill(Path file, long bytes) throws IOException {
    byte[] zeros = new byte[PIECE_BYTES];
    replace(
        file,
        channel -> {
          for (long left = bytes; left > 0; left -= PIECE_BYTES) {
            write(channel, ByteBuffer.wrap(zeros, 0, (int) Math.min(left, PIECE_BYTES)));
          }
        });
  }

  private static void replace(Path file, Content content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      content.write(channel);
      channel.force(true);
    }
    move(fresh, file);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + PIECE_BYTES));
      channel.write(bytes);
    }
  }

  /// The bytes of a file as long as it is now; none where there is no file.
  static byte[] read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    byte[] bytes = new byte[Math.toIntExact(Files.size(file))];
    int filled = 0;
    try (InputStream in = Files.newInputStream(file)) {
      while (filled < bytes.length) {
        int read = in.read(bytes, filled, Math.min(PIECE_BYTES, bytes.length - filled));
        if (read < 0) {
          return Arrays.copyOf(bytes, filled);
        }
        filled += read;
      }
    }
    return bytes;
  }

  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(to);
    if (!parent(from).equals(parent(to))) {
      syncDirectory(from);
    }
  }

  /// Syncs the directory a file stands in.
  static void syncDirectory(Path file) throws IOException {
    try (FileChannel directory = FileChannel.open(parent(file), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no directory");
    }
    return parent;
  }
}
