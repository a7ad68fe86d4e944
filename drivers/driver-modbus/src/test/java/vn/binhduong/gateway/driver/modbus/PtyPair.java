package vn.binhduong.gateway.driver.modbus;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Two serial ports joined by socat: ours and that of the slave. Unplugging ends socat.
final class PtyPair implements AutoCloseable {
  private final Path directory;
  private Process socat;

  PtyPair(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.socat = start(directory);
  }

  /// The port of the gateway: a link with a lasting name, as below `/dev/serial/by-id`.
  Path ours() {
    return directory.resolve("ours");
  }

  /// The port of the slave.
  Path theirs() {
    return directory.resolve("theirs");
  }

  FileInputStream in() throws IOException {
    return new FileInputStream(theirs().toFile());
  }

  FileOutputStream out() throws IOException {
    return new FileOutputStream(theirs().toFile());
  }

  void unplug() throws InterruptedException {
    socat.destroyForcibly().waitFor();
    ours().toFile().delete();
    theirs().toFile().delete();
  }

  void plug() throws IOException, InterruptedException {
    socat = start(directory);
  }

  private static Process start(Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "socat",
                "pty,raw,echo=0,link=" + directory.resolve("ours"),
                "pty,raw,echo=0,link=" + directory.resolve("theirs"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(directory.resolve("ours")) || !Files.exists(directory.resolve("theirs"))) {
      if (System.nanoTime() > giveUp || !process.isAlive()) {
        throw new IOException("socat made no ports");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return process;
  }

  @Override
  public void close() {
    socat.destroyForcibly().onExit().join();
  }
}
