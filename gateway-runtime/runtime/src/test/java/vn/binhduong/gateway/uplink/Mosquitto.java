package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// A real mosquitto of its own on a loopback port; started, killed and started again at will.
public final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Path directory;
  private final int port;
  private @Nullable Process process;

  private Mosquitto(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /// Starts one.
  ///
  /// @param settings further lines of `mosquitto.conf`
  public static Mosquitto start(Path directory, String... settings) throws IOException {
    Mosquitto broker = at(directory, freePort());
    broker.configure(settings);
    broker.restart();
    return broker;
  }

  /// One that does not run yet.
  static Mosquitto at(Path directory, int port) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError(PROGRAM + " is missing: apt-get install mosquitto");
    }
    return new Mosquitto(directory, port);
  }

  /// Its settings from the next start on.
  ///
  /// @param settings further lines of `mosquitto.conf`, for its first listener
  void configure(String... settings) throws IOException {
    Files.writeString(
        directory.resolve("mosquitto.conf"),
        """
        per_listener_settings true
        user root
        max_queued_messages 0
        listener %d 127.0.0.1
        allow_anonymous true
        %s
        """
            .formatted(port, String.join("\n", settings)));
  }

  /// The port it listens on.
  public int port() {
    return port;
  }

  /// Starts it again on the same port.
  public void restart() {
    try {
      process =
          new ProcessBuilder(
                  PROGRAM.toString(), "-c", directory.resolve("mosquitto.conf").toString(), "-v")
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("mosquitto.log").toFile()))
              .start();
      Wait.until("mosquitto listens", START_MAX, this::listens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends it at once, as a power cut would.
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        running.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// What it logged.
  List<String> log() {
    try {
      return Files.readAllLines(directory.resolve("mosquitto.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /// A port that nobody listens on.
  public static int freePort() throws IOException {
    return LoopbackPort.free();
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
