package vn.binhduong.gateway.update;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// What updates ask of the disk, so that a test can fill it.
interface Disk {
  /// The disk itself.
  Disk REAL = new Real();

  /// Bytes that this process may still write where `path` stands.
  long usableBytes(Path path) throws IOException;

  /// Makes a file that did not exist; what was written is durable once it is closed.
  OutputStream create(Path file, boolean executable) throws IOException;

  /// See [Disk#REAL].
  final class Real implements Disk {
    private Real() {}

    @Override
    public long usableBytes(Path path) throws IOException {
      return Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public OutputStream create(Path file, boolean executable) throws IOException {
      String mode = executable ? "rwxr-xr-x" : "rw-r--r--";
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      OutputStream out = Channels.newOutputStream(channel);
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          try (channel) {
            if (channel.isOpen()) {
              // Whatever the umask of the caller: the gateway must be able to read its own program.
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
              channel.force(true);
            }
          }
        }
      };
    }
  }
}
