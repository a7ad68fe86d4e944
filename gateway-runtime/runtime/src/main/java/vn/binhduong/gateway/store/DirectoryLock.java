package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a second gateway out of a data directory. The kernel frees it when the process dies.
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "lock";

  private static final System.Logger LOG = System.getLogger(DirectoryLock.class.getName());

  /// How long to wait for the last task that writes to the directory.
  private static final Duration END_MAX = Duration.ofSeconds(1);

  /// The process ends before, and with it the lock.
  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Another process holds the directory.
  static final class InUse extends IOException {
    private static final long serialVersionUID = 1L;

    InUse() {
      super("is in use by another gateway process");
    }
  }

  /// @param quarantine takes what stands in the place of the file and is none
  static DirectoryLock take(Path directory, Quarantine quarantine, Instant now) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      quarantine.take(List.of(file), Adoption.notAFile(file), "nothing of it", now);
    }
    if (Files.exists(file) && !Files.isWritable(file) && isFree(file)) {
      Adoption.adopt(file);
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new InUse();
    }
    return new DirectoryLock(channel);
  }

  /// Whether no process holds a file that this user may only read.
  private static boolean isFree(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return shared != null;
    } catch (OverlappingFileLockException | AccessDeniedException e) {
      return false;
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /// Closes behind the last task of an executor that was shut down: whoever takes the directory
  /// next finds nobody at work in it. A task that a slow disk keeps busy is not waited for; it
  /// keeps the lock until it ends.
  void closeBehind(ExecutorService tasks) {
    if (ends(tasks, END_MAX)) {
      close();
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "store: a file is still being written; the data directory is free when that is over");
    Thread.ofPlatform()
        .name("store-release")
        .daemon(true)
        .start(
            () -> {
              if (ends(tasks, FOREVER)) {
                close();
              }
            });
  }

  /// Whether the last task ends within so long.
  private static boolean ends(ExecutorService tasks, Duration most) {
    try {
      return tasks.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    Sqlite.closeQuietly(channel);
  }
}
