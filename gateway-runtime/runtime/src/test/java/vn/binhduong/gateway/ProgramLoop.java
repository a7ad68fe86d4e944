package vn.binhduong.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The whole program in a process of its own, started again whenever it ends, as systemd would
/// (`Restart=always`).
final class ProgramLoop implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;
  private static final long END_SECONDS = 10;

  private final Path directory;
  private final Path file;
  private final AtomicInteger starts = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Process process;

  private ProgramLoop(Path directory, Path file) throws IOException {
    this.directory = directory;
    this.file = file;
    this.process = spawn();
    this.thread = Thread.ofPlatform().daemon().name("program-loop").start(this::run);
  }

  /// @param directory takes `program.log`
  /// @param file the configuration
  static ProgramLoop start(Path directory, Path file) throws IOException {
    return new ProgramLoop(directory, file);
  }

  private Process spawn() throws IOException {
    starts.incrementAndGet();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            file.toString(),
            "--data-directory",
            directory.resolve("data").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("program.log").toFile()))
        .start();
  }

  private void run() {
    try {
      while (!closed) {
        process.waitFor();
        Thread.sleep(PAUSE_MILLIS);
        synchronized (this) {
          if (!closed) {
            process = spawn();
          }
        }
      }
    } catch (InterruptedException e) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How often it was started.
  int starts() {
    return starts.get();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    Process running = process;
    running.destroyForcibly();
    running.waitFor(END_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
