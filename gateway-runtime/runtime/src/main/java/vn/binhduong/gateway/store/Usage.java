package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// What the files of a data directory take: all of them, whoever made them.
///
/// @param segmentBytes in `segments/`
/// @param quarantineBytes in `quarantine/`
/// @param otherBytes everything else
record Usage(long segmentBytes, long quarantineBytes, long otherBytes) {
  static final Usage NONE = new Usage(0, 0, 0);

  /// A file takes whole blocks of the file system.
  private static final long BLOCK_BYTES = 4096;

  long bytes() {
    return segmentBytes + quarantineBytes + otherBytes;
  }

  /// Adds up the files. What cannot be read, or goes meanwhile, counts for nothing.
  static Usage of(Path directory) throws IOException {
    Path segments = directory.resolve(SegmentFiles.FOLDER);
    Path quarantine = directory.resolve(Quarantine.FOLDER);
    long[] sums = new long[3];
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            int kind = file.startsWith(segments) ? 0 : file.startsWith(quarantine) ? 1 : 2;
            sums[kind] += (attributes.size() + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return new Usage(sums[0], sums[1], sums[2]);
  }
}
