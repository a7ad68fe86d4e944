package vn.binhduong.gateway.proof.station;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import vn.binhduong.gateway.clock.GatewayClock;

/// An instrument that speaks by itself, several times a second, on a pseudo terminal made by socat.
final class Uart implements AutoCloseable {
  private static final long PERIOD_MILLIS = 150;
  private static final long PLUG_SECONDS_MAX = 10;

  private final Path near;
  private final Path far;
  private final LongFunction<byte[]> frames;
  private volatile boolean silent;
  private Process socat;
  private Thread speaker;

  /// @param frames what it says, by the time since boot in nanoseconds
  Uart(Path directory, String name, LongFunction<byte[]> frames)
      throws IOException, InterruptedException {
    this.near = directory.resolve(name + ".port");
    this.far = directory.resolve(name + ".far");
    this.frames = frames;
    this.socat = terminals();
    this.speaker = speaker();
  }

  Path port() {
    return near;
  }

  void silent(boolean silent) {
    this.silent = silent;
  }

  void unplug() throws IOException, InterruptedException {
    speaker.interrupt();
    speaker.join();
    socat.destroyForcibly().onExit().join();
    Files.deleteIfExists(near);
    Files.deleteIfExists(far);
  }

  void plug() throws IOException, InterruptedException {
    silent = false;
    if (!socat.isAlive()) {
      socat = terminals();
      speaker = speaker();
    }
  }

  private Thread speaker() throws IOException {
    FileOutputStream out = new FileOutputStream(far.toRealPath().toFile());
    return Thread.ofPlatform().daemon().name("uart").start(() -> speak(out));
  }

  private void speak(FileOutputStream out) {
    try (out) {
      while (true) {
        if (!silent) {
          out.write(frames.apply(GatewayClock.bootTime().nanos()));
        }
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
    } catch (IOException | InterruptedException unplugged) {
      // The line was pulled out.
    }
  }

  private Process terminals() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("socat", "pty,raw,echo=0,link=" + near, "pty,raw,echo=0,link=" + far)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PLUG_SECONDS_MAX);
    while (!Files.exists(near) || !Files.exists(far)) {
      if (System.nanoTime() > giveUp || !process.isAlive()) {
        throw new IOException("socat made no terminals");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return process;
  }

  @Override
  public void close() throws IOException {
    try {
      unplug();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
