package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// The loopback interface, where everything of a stand-in listens.
public final class Loopback {
  private Loopback() {}

  /// A port that is free now; another program may take it before it is used.
  ///
  /// @throws IOException when there is none
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
