package vn.binhduong.gateway.proof.station;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// A file of a tree that stands for sysfs: it can hang, as a chip whose kernel driver waits for the
/// bus, and be gone, as one that was unplugged.
record KernelFile(Path file, String text) {
  /// Creates it.
  KernelFile {
    write(file, text);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Whoever reads it waits.
  void hang() throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    int made = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
    if (made != 0) {
      throw new IOException("no FIFO was made at " + file);
    }
  }

  void unplug() throws IOException {
    Files.deleteIfExists(file);
  }

  /// It is there again; whoever waits at it is let go.
  void heal() throws IOException, InterruptedException {
    Path waited = file.resolveSibling(file.getFileName() + ".old");
    if (Files.exists(file)) {
      Files.move(file, waited);
    }
    write(file, text);
    if (Files.exists(waited)) {
      // Opened for reading too, so that it does not wait itself.
      FileChannel both =
          FileChannel.open(waited, StandardOpenOption.READ, StandardOpenOption.WRITE);
      TimeUnit.MILLISECONDS.sleep(50);
      both.close();
      Files.delete(waited);
    }
  }
}
