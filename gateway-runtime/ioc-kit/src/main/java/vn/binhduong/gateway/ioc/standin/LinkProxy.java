package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP proxy on loopback that stands for the radio link between gateway and IOC and can be cut.
///
///     UP --cut(RESET)--> CUT: open connections are reset, new ones are reset at once
///     UP --cut(SILENT)-> CUT: nothing is reset, but no byte passes, as when the radio is lost
///     CUT --restore()--> UP:  held bytes pass on, as TCP would repeat them
///
/// Thread-safe; each connection has two virtual threads.
public final class LinkProxy implements AutoCloseable {
  /// How a cut looks from both ends.
  public enum Cut {
    /// Connections are reset.
    RESET,
    /// Connections stay, bytes do not pass.
    SILENT
  }

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int CONNECTIONS_MAX = 64;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong upBytes = new AtomicLong();
  private final AtomicLong downBytes = new AtomicLong();
  private final Object gate = new Object();
  private boolean up = true;
  private boolean refusing;
  private volatile boolean closed;

  /// Listens on loopback and forwards to `targetPort` on loopback.
  ///
  /// @param port port to listen on, 0 for any free one
  /// @throws IOException when the port is in use
  public LinkProxy(int port, int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.target = new InetSocketAddress(loopback, targetPort);
    this.listener = new ServerSocket(port, CONNECTIONS_MAX, loopback);
    Thread.ofVirtual().name("link-proxy").start(this::accept);
  }

  /// The port to connect to.
  public int port() {
    return listener.getLocalPort();
  }

  /// Cuts the link. Idempotent.
  public void cut(Cut how) {
    synchronized (gate) {
      up = false;
      refusing = how == Cut.RESET;
    }
    if (how == Cut.RESET) {
      sockets.forEach(LinkProxy::reset);
    }
  }

  /// Restores the link. Idempotent.
  public void restore() {
    synchronized (gate) {
      up = true;
      refusing = false;
      gate.notifyAll();
    }
  }

  /// Whether bytes pass.
  public boolean up() {
    synchronized (gate) {
      return up;
    }
  }

  /// Bytes that passed from the gateway to the broker.
  public long upBytes() {
    return upBytes.get();
  }

  /// Bytes that passed from the broker to the gateway.
  public long downBytes() {
    return downBytes.get();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    sockets.forEach(LinkProxy::reset);
    restore();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket near = listener.accept();
        if (refuses() || sockets.size() >= 2 * CONNECTIONS_MAX) {
          reset(near);
        } else {
          Thread.ofVirtual().name("link-proxy-up").start(() -> connect(near));
        }
      } catch (IOException e) {
        if (!closed) {
          // The listener itself is broken: nothing more can be accepted.
          return;
        }
      }
    }
  }

  private boolean refuses() {
    synchronized (gate) {
      return refusing;
    }
  }

  private void connect(Socket near) {
    sockets.add(near);
    try (near;
        Socket far = new Socket()) {
      sockets.add(far);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(target, CONNECT_TIMEOUT_MILLIS);
      Thread down =
          Thread.ofVirtual().name("link-proxy-down").start(() -> pump(far, near, downBytes));
      pump(near, far, upBytes);
      down.join();
    } catch (IOException e) {
      reset(near);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.removeIf(Socket::isClosed);
    }
  }

  /// Copies until one side ends, then ends the other.
  private void pump(Socket from, Socket to, AtomicLong count) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitUp();
        // Counted first: whoever has received the bytes finds them counted.
        count.addAndGet(n);
        out.write(buffer, 0, n);
      }
      awaitUp();
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitUp() throws InterruptedException {
    synchronized (gate) {
      while (!up && !closed) {
        gate.wait();
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // Closed already.
    }
  }
}
