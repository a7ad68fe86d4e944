package vn.binhduong.gateway.proof.wedge;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.ioc.standin.Loopback;

/// A mosquitto of our own on loopback that keeps nothing over a restart; with a second listener for
/// TLS where asked for.
final class PlainBroker implements AutoCloseable {
  private static final int START_SECONDS_MAX = 10;

  private final Path directory;
  private final int port = Loopback.freePort();
  private final int tlsPort;
  private @Nullable Process process;

  /// Starts it.
  ///
  /// @param directory for its configuration and log
  PlainBroker(Path directory, boolean tls) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    StringBuilder settings = new StringBuilder();
    settings.append(
        """
        user %s
        persistence false
        allow_anonymous true
        max_queued_messages 0
        max_inflight_messages 200
        listener %d 127.0.0.1
        """
            .formatted(System.getProperty("user.name"), port));
    tlsPort = tls ? Loopback.freePort() : 0;
    if (tls) {
      makeCertificate();
      settings.append(
          "listener %d 127.0.0.1\ncertfile %s\nkeyfile %s\n"
              .formatted(tlsPort, certificate(), directory.resolve("key.pem")));
    }
    Files.writeString(directory.resolve("mosquitto.conf"), settings);
    start();
  }

  /// Certificate of the TLS listener, for `localhost`, signed by itself.
  Path certificate() {
    return directory.resolve("certificate.pem");
  }

  private void makeCertificate() throws IOException, InterruptedException {
    Process openssl =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost",
                    "-keyout",
                    directory.resolve("key.pem").toString(),
                    "-out",
                    certificate().toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl failed; see " + directory.resolve("openssl.log"));
    }
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  /// Starts it and waits until it listens.
  void start() throws IOException, InterruptedException {
    Process started =
        new ProcessBuilder(
                List.of("mosquitto", "-c", directory.resolve("mosquitto.conf").toString()))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("mosquitto.log").toFile()))
            .redirectInput(new File("/dev/null"))
            .start();
    process = started;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline || !started.isAlive()) {
          throw new IOException("mosquitto did not start; see " + directory, e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /// Ends it as a power cut would.
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
      process = null;
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
