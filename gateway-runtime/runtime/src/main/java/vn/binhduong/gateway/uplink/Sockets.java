package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes the sockets of one connection: TCP_NODELAY (without it a message over 8 KiB waits for a
/// delayed acknowledgement, about 40 ms), TLS 1.2 and up. Remembers them, so that a connection that
/// hangs is ended at its root.
final class Sockets {
  private final @Nullable SSLSocketFactory tls;
  private final List<Socket> made = new ArrayList<>();

  /// @param tls makes encrypted sockets; null for plaintext
  Sockets(@Nullable SSLSocketFactory tls) {
    this.tls = tls;
  }

  /// The factory Paho is given; it wants one of the kind of the scheme.
  SocketFactory factory() {
    SSLSocketFactory encrypted = tls;
    return encrypted == null ? new Plain() : new Encrypted(encrypted);
  }

  /// Whether a TLS socket reached the other side.
  boolean reached() {
    synchronized (made) {
      return tls != null && made.stream().anyMatch(Socket::isConnected);
    }
  }

  /// Ends every connection made here, whatever it is doing.
  void closeAll() {
    List<Socket> all;
    synchronized (made) {
      all = List.copyOf(made);
    }
    for (Socket socket : all) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }

  private Socket prepare(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    if (socket instanceof SSLSocket secure) {
      secure.setEnabledProtocols(Tls.PROTOCOLS);
    }
    synchronized (made) {
      made.add(socket);
    }
    return socket;
  }

  private static IOException unused() {
    return new IOException("only unconnected sockets are made here");
  }

  private final class Plain extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      return prepare(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unused();
    }
  }

  private final class Encrypted extends SSLSocketFactory {
    private final SSLSocketFactory sockets;

    Encrypted(SSLSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public Socket createSocket() throws IOException {
      return prepare(sockets.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unused();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      throw unused();
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return sockets.getSupportedCipherSuites();
    }
  }
}
