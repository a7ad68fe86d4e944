package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A bad network between gateway and broker, on loopback: passes bytes, swallows them, resets, or
/// closes one side only.
final class TcpProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Socket> near = new CopyOnWriteArrayList<>();
  private final List<Socket> far = new CopyOnWriteArrayList<>();
  private volatile boolean blackHole;
  private volatile boolean refusing;
  private volatile long resetAfterBytes = Long.MAX_VALUE;

  TcpProxy(int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofPlatform().daemon().name("proxy").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Connections stay open and new ones are taken, but no byte comes through any more.
  void blackHole(boolean on) {
    blackHole = on;
  }

  /// Each connection is reset as soon as the gateway has sent more than so many bytes over it.
  void resetAfter(long bytes) {
    resetAfterBytes = bytes;
  }

  /// Resets what there is, and whatever comes, until it is switched off.
  void refuse(boolean on) {
    refusing = on;
    if (on) {
      near.forEach(TcpProxy::reset);
      far.forEach(TcpProxy::reset);
    }
  }

  /// The broker's side is closed, the gateway is not told.
  void halfOpen() {
    blackHole = true;
    far.forEach(TcpProxy::reset);
    blackHole = false;
  }

  /// Connections taken so far.
  int connections() {
    return near.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    near.forEach(TcpProxy::reset);
    far.forEach(TcpProxy::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        near.add(client);
        if (refusing) {
          reset(client);
          continue;
        }
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        far.add(broker);
        pump(client, broker, true);
        pump(broker, client, false);
      } catch (IOException e) {
        // Closed, or the broker is away.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean up) {
    Thread.ofPlatform()
        .daemon()
        .name("proxy-pump")
        .start(
            () -> {
              long passed = 0;
              byte[] buffer = new byte[4096];
              try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  if (blackHole) {
                    continue;
                  }
                  int pass = (int) Math.min(n, Math.max(0, resetAfterBytes - passed));
                  out.write(buffer, 0, up ? pass : n);
                  passed += n;
                  if (up && pass < n) {
                    reset(from);
                    reset(to);
                  }
                }
              } catch (IOException e) {
                // One side is gone; the gateway's side stays open, as in a half-open connection.
              }
            });
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
