package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The lock between gateway and command line, and between the threads of one; the kernel gives it
/// up when its process ends, however it ends.
///
/// Threads come first to a semaphore: closing any channel of a file takes away every lock that this
/// process has on it, so the file is opened by one thread at a time.
final class UpdateLock {
  private static final long POLL_NANOS = 20_000_000;

  private final Path file;
  private final Semaphore threads = new Semaphore(1);

  UpdateLock(Path file) {
    this.file = file;
  }

  /// Takes the lock if nobody has it.
  ///
  /// @return null when somebody has
  @Nullable Held attempt() throws IOException {
    if (!threads.tryAcquire()) {
      return null;
    }
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Notes.giveToGateway(file);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held through another lock object of this process.
    } finally {
      if (lock == null) {
        if (channel != null) {
          channel.close();
        }
        threads.release();
      }
    }
    return lock == null ? null : new Held(lock, threads);
  }

  /// Takes the lock as soon as nobody has it.
  ///
  /// @return null when somebody has it for as long as `most`, or this thread is asked to stop
  @Nullable Held within(Duration most) throws IOException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      Held held = attempt();
      if (held != null || System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return held;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /// The lock, taken; closed once to give it up.
  ///
  /// @param lock on the file
  /// @param threads of this process
  record Held(FileLock lock, Semaphore threads) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        lock.acquiredBy().close();
      } finally {
        threads.release();
      }
    }
  }
}
