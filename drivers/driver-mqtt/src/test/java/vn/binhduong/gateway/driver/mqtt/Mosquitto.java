package vn.binhduong.gateway.driver.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// Eclipse Mosquitto on a port of the loopback interface, which can be killed, stopped and started
/// again.
final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
  private static final long START_NANOS_MAX = 10_000_000_000L;
  private static final long LOOK_MILLIS = 10;

  private final Path directory;
  private final int port;
  private @Nullable Process process;

  private Mosquitto(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /// Starts one.
  ///
  /// @param settings further lines of `mosquitto.conf`, for its listener
  static Mosquitto start(Path directory, String... settings) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError(PROGRAM + " is missing: apt-get install mosquitto");
    }
    var broker = new Mosquitto(directory, LoopbackPort.free());
    Files.writeString(
        directory.resolve("mosquitto.conf"),
        """
        per_listener_settings true
        user root
        listener %d 127.0.0.1
        allow_anonymous true
        %s
        """
            .formatted(broker.port, String.join("\n", settings)));
    broker.restart();
    return broker;
  }

  int port() {
    return port;
  }

  /// Starts it again on the same port.
  void restart() throws IOException {
    Process started =
        new ProcessBuilder(
                PROGRAM.toString(), "-c", directory.resolve("mosquitto.conf").toString(), "-v")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("mosquitto.log").toFile()))
            .start();
    process = started;
    long giveUp = System.nanoTime() + START_NANOS_MAX;
    while (!listens()) {
      if (!started.isAlive() || System.nanoTime() > giveUp) {
        throw new AssertionError(Files.readString(directory.resolve("mosquitto.log")));
      }
      pause();
    }
  }

  /// Ends it at once, as a power cut would.
  void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly();
      try {
        running.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isRunning() {
    return process != null;
  }

  /// Lets it hang: connections are taken by the system, and nobody answers.
  void suspend() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    Process running = process;
    if (running != null) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start().waitFor();
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
