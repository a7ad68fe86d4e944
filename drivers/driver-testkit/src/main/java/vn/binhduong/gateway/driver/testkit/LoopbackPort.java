package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports of the loopback interface for servers of a test that are told where to listen, such as
/// another process. A server of this process listens at port 0 instead and asks which it became.
public final class LoopbackPort {
  /// Below what Linux gives to connections going out (`net.ipv4.ip_local_port_range`, from 32768):
  /// a port of that range may be taken by any client between the look and the use.
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;

  /// From here on one after the other, so that a process is never given the same one twice and two
  /// processes seldom the same at all.
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private LoopbackPort() {}

  /// A port that is free now for TCP and for UDP; a client's connection does not take it before it
  /// is used, only another server could.
  ///
  /// @throws IOException when there is none
  public static int free() throws IOException {
    for (int looks = 0; looks < COUNT; looks++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException(
        "no port from %d to %d is free on loopback".formatted(FIRST, FIRST + COUNT - 1));
  }

  private static boolean isFree(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(address)) {
      tcp.bind(address);
      return udp.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
