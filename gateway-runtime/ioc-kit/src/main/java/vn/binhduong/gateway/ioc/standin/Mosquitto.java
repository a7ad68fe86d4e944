package vn.binhduong.gateway.ioc.standin;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A mosquitto of our own on loopback, with persistence, that can be stopped and started.
public final class Mosquitto implements AutoCloseable {
  private static final int START_MILLIS_MAX = 10_000;
  private static final int STOP_SECONDS_MAX = 10;
  private static final int LOG_LINES_TOLD = 5;

  private static final int INFLIGHT_MAX = 100;

  private final Path configuration;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  /// A broker that is not started yet, and keeps its sessions over a restart.
  ///
  /// @param directory for its configuration, data and log
  /// @param port loopback port
  /// @param more further lines of its configuration, such as another listener
  public Mosquitto(Path directory, int port, String... more) throws IOException {
    this(directory, port, true, INFLIGHT_MAX, more);
  }

  /// A broker that is not started yet and writes nothing to disk.
  ///
  /// @param directory for its configuration and log
  /// @param port loopback port
  public static Mosquitto forgetful(Path directory, int port) throws IOException {
    return new Mosquitto(directory, port, false, INFLIGHT_MAX);
  }

  /// A broker that is not started yet, writes nothing to disk, and takes so many messages at a
  /// time.
  ///
  /// @param directory for its configuration and log
  /// @param port loopback port
  /// @param receiveMaximum messages that a client may have in flight
  public static Mosquitto taking(Path directory, int port, int receiveMaximum) throws IOException {
    return new Mosquitto(directory, port, false, receiveMaximum);
  }

  private Mosquitto(Path directory, int port, boolean persistent, int inflightMax, String... more)
      throws IOException {
    this.port = port;
    Path data = Files.createDirectories(directory.resolve("mosquitto")).toAbsolutePath();
    configuration = data.resolve("mosquitto.conf");
    log = data.resolve("mosquitto.log");
    Files.writeString(
        configuration,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence %s
        persistence_location %s/
        autosave_on_changes true
        autosave_interval 1
        max_queued_messages 0
        max_inflight_messages %d
        user %s
        """
                .formatted(port, persistent, data, inflightMax, System.getProperty("user.name"))
            + String.join("\n", more));
  }

  /// Where it listens, such as `mqtt://127.0.0.1:1883`.
  ///
  /// @param scheme `mqtt`, or `tcp` for those who call it that
  public String uri(String scheme) {
    return "%s://127.0.0.1:%d".formatted(scheme, port);
  }

  /// The loopback port.
  public int port() {
    return port;
  }

  /// Starts it and waits until it listens.
  ///
  /// @throws IOException when it does not, with the end of its log
  public void start() throws IOException, InterruptedException {
    process =
        new ProcessBuilder(List.of("mosquitto", "-c", configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(new File("/dev/null"))
            .start();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS_MAX);
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new IOException(
              "mosquitto on 127.0.0.1:%d did not start: %s".formatted(port, endOfLog()), e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return String.join(
        "; ", lines.subList(Math.max(0, lines.size() - LOG_LINES_TOLD), lines.size()));
  }

  /// Stops it in order, so that it keeps its sessions.
  public void stop() throws InterruptedException {
    Process current = process;
    if (current != null) {
      current.destroy();
      if (!current.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        current.destroyForcibly().waitFor();
      }
      process = null;
    }
  }

  /// Ends it at once. Idempotent.
  @Override
  public void close() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }
}
