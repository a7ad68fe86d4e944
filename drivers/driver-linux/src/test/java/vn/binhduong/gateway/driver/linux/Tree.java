package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory tree that stands in for `/sys` or `/`. Files change at once, as those of the kernel.
final class Tree implements AutoCloseable {
  private final Path root;
  private final List<RandomAccessFile> held = new ArrayList<>();

  Tree(Path root) {
    this.root = root;
  }

  static Tree temporary() throws IOException {
    return new Tree(Files.createTempDirectory("kernel"));
  }

  Path root() {
    return root;
  }

  Path path(String file) {
    return root.resolve(file);
  }

  /// Gives a file a text, one byte per character.
  Tree with(String file, String text) throws IOException {
    Path path = path(file);
    Files.createDirectories(path.getParent());
    Path fresh = path.resolveSibling("." + path.getFileName());
    Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
    Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  /// Makes files whose reads block, as those of a chip that does not answer: named pipes that the
  /// test holds open, so that opening them does not block.
  Tree hanging(List<String> files) throws IOException, InterruptedException {
    for (String file : files) {
      Path path = path(file);
      Files.createDirectories(path.getParent());
      Path fresh = path.resolveSibling("." + path.getFileName());
      if (new ProcessBuilder("mkfifo", fresh.toString()).inheritIO().start().waitFor() != 0) {
        throw new IOException("mkfifo " + fresh);
      }
      held.add(new RandomAccessFile(fresh.toFile(), "rw"));
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
    return this;
  }

  /// Takes everything away, as when the module of the kernel is unloaded.
  Tree clear() throws IOException {
    release();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(root)) {
          Files.delete(path);
        }
      }
    }
    return this;
  }

  private void release() throws IOException {
    for (RandomAccessFile pipe : held) {
      pipe.close();
    }
    held.clear();
  }

  @Override
  public void close() throws IOException {
    clear();
    Files.deleteIfExists(root);
  }
}
