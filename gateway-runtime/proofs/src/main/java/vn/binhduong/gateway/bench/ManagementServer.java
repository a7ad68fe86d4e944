package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import vn.binhduong.gateway.ioc.standin.ManagementDesk;

/// A real LwM2M server in a process of its own, as [Management] needs one. Observes as that of the
/// demo does.
final class ManagementServer {
  /// Followed by the port.
  static final String LISTENING = "listening ";

  private ManagementServer() {}

  /// Runs until its input ends. Arguments: where the key is written, endpoint of the gateway.
  public static void main(String[] args) throws IOException {
    try (ManagementDesk desk =
        ManagementDesk.open(
            Path.of(args[0]), args[1], InstantSource.system(), line -> System.out.println(line))) {
      System.out.println(LISTENING + desk.port());
      while (System.in.read() >= 0) {
        // Nobody says anything.
      }
    }
    System.exit(0);
  }
}
