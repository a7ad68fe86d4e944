package vn.binhduong.gateway.driver.linux;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import vn.binhduong.gateway.driver.DriverException;

/// Runs reads of kernel files on a thread of their own while the calling thread waits for them.
///
/// Why not on the calling thread: an interrupt of a blocked [java.nio.channels.FileChannel] makes
/// the *interrupting* thread wait until the system call has returned. In a read that the kernel
/// lets nobody interrupt (an I2C controller that hangs), that would be the host's supervisor of all
/// links. Here the host interrupts a thread that merely waits, which costs it nothing; this thread
/// then interrupts the read and waits for its end. So a read that hangs for good keeps the thread
/// of its device, and no other: the host calls it STUCK and counts it.
final class KernelCall {
  private KernelCall() {}

  /// What is read.
  @FunctionalInterface
  interface Body<T> {
    /// Reads; an interrupt ends it.
    T read() throws DriverException, InterruptedException;
  }

  /// Runs a body to its end.
  ///
  /// @param name of the thread
  /// @throws DriverException as thrown by the body
  /// @throws InterruptedException when the calling thread was interrupted; the body has ended
  static <T> T run(String name, Body<T> body) throws DriverException, InterruptedException {
    Callable<T> call = body::read;
    var task = new FutureTask<>(call);
    Thread reader = Thread.ofPlatform().name(name).daemon().start(task);
    try {
      reader.join();
    } catch (InterruptedException stop) {
      reader.interrupt();
      joinWhateverComes(reader);
      throw stop;
    }
    try {
      return task.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case DriverException known -> throw known;
        case InterruptedException stop -> throw stop;
        case RuntimeException mistake -> throw mistake;
        case Error mistake -> throw mistake;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }

  private static void joinWhateverComes(Thread reader) {
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException again) {
        reader.interrupt();
      }
    }
  }
}
