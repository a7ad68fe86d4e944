package vn.binhduong.gateway.proof.power;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What stands in a directory: its files and the directories in it, by name below it.
record Image(SortedMap<String, byte[]> files, SortedSet<String> directories) {
  Image {
    files = new TreeMap<>(files);
    directories = new TreeSet<>(directories);
  }

  /// Replaces what stands in `root` by this.
  void replace(Path root) throws IOException {
    if (Files.exists(root)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Files.createDirectories(root);
    for (String directory : directories) {
      Files.createDirectory(root.resolve(directory));
    }
    for (String file : files.keySet()) {
      Files.write(root.resolve(file), files.getOrDefault(file, new byte[0]));
    }
  }
}
