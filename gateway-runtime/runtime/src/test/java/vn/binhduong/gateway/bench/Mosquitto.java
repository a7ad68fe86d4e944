package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A mosquitto of our own on a free loopback port, with nothing persistent.
final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final Child child;
  private final int port;

  Mosquitto(Path directory) throws IOException, InterruptedException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Path config = Files.createDirectories(directory).resolve("mosquitto.conf");
    Files.writeString(
        config,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        max_inflight_messages 1000
        max_queued_messages 0
        """
            .formatted(port));
    child = new Child(List.of(program(), "-c", config.toString()));
    for (int i = 0; i < 100; i++) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException("mosquitto does not listen on port " + port);
  }

  private static String program() {
    return Files.isExecutable(PROGRAM) ? PROGRAM.toString() : "mosquitto";
  }

  String uri(String scheme) {
    return "%s://127.0.0.1:%d".formatted(scheme, port);
  }

  @Override
  public void close() {
    child.close();
  }
}
