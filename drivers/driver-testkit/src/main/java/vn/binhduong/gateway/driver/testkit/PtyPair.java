package vn.binhduong.gateway.driver.testkit;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Two serial ports joined by socat (a Debian package): ours and that of the device. Unplugging
/// ends socat, and with it both ports.
public final class PtyPair implements AutoCloseable {
  private final Path directory;
  private Process socat;

  /// Plugs in.
  ///
  /// @param directory where the names of the ports stand
  /// @throws IOException when socat is missing or makes no ports
  public PtyPair(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.socat = start(directory);
  }

  /// The port of the gateway: a link with a lasting name, as below `/dev/serial/by-id`.
  public Path ours() {
    return directory.resolve("ours");
  }

  /// The port of the device.
  public Path theirs() {
    return directory.resolve("theirs");
  }

  /// What the gateway sent.
  public FileInputStream in() throws IOException {
    return new FileInputStream(theirs().toFile());
  }

  /// What the gateway will receive.
  public FileOutputStream out() throws IOException {
    return new FileOutputStream(theirs().toFile());
  }

  /// Takes both ports away.
  public void unplug() throws InterruptedException {
    socat.destroyForcibly().waitFor();
    ours().toFile().delete();
    theirs().toFile().delete();
  }

  /// Brings them back, under the same names.
  public void plug() throws IOException, InterruptedException {
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
