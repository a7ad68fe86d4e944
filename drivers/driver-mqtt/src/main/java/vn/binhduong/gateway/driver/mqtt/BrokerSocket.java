package vn.binhduong.gateway.driver.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/// The socket of one connection, from the host name to the end of the TLS handshake; never used
/// twice. Every step has its share of one time limit, every address of the host is tried, and
/// `stop` ends it at its root, whatever it is doing: TLS is a layer over a socket of our own, since
/// closing TLS itself waits for whoever writes to it.
///
/// A name server that does not answer holds up the thread that connects, which is one of Paho's and
/// never the device's. TLS 1.2 and up, and the certificate must be for the host name (RFC 9110,
/// 4.3.4).
final class BrokerSocket implements NetworkModule {
  private static final int CONNECT_MILLIS_MIN = 500;

  private final String host;
  private final int port;
  private final @Nullable SSLSocketFactory tls;
  private final Duration limit;
  private @Nullable Socket socket;
  private @Nullable SSLSocket secure;
  private boolean closed;

  /// @param tls makes encrypted sockets; null for plaintext
  /// @param limit of lookup, connection and handshake together
  BrokerSocket(String host, int port, @Nullable SSLSocketFactory tls, Duration limit) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.limit = limit;
  }

  @Override
  public void start() throws IOException {
    long until = System.nanoTime() + limit.toNanos();
    connect(InetAddress.getAllByName(host), until);
    SSLSocketFactory encrypted = tls;
    if (encrypted != null) {
      // The root stays ours to close.
      SSLSocket layer = (SSLSocket) encrypted.createSocket(root(), host, port, false);
      shakeHands(layer, until);
      synchronized (this) {
        secure = layer;
      }
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return current().getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return current().getOutputStream();
  }

  /// Ends the connection. Idempotent, from any thread.
  @Override
  public void stop() {
    Socket root;
    synchronized (this) {
      closed = true;
      root = socket;
    }
    close(root);
  }

  @Override
  public String getServerURI() {
    return (tls == null ? "tcp://" : "ssl://") + host + ":" + port;
  }

  /// Each address in turn, and each has its share of the time that is left.
  private void connect(InetAddress[] addresses, long until) throws IOException {
    IOException failure = new SocketException("no address of " + host);
    for (int i = 0; i < addresses.length; i++) {
      int share = millisUntil(until) / (addresses.length - i);
      Socket next = open();
      try {
        next.connect(
            new InetSocketAddress(addresses[i], port), Math.max(CONNECT_MILLIS_MIN, share));
        return;
      } catch (IOException e) {
        close(next);
        failure = e;
      }
    }
    throw failure;
  }

  private Socket open() throws IOException {
    Socket next = new Socket();
    next.setTcpNoDelay(true);
    synchronized (this) {
      socket = next;
      if (!closed) {
        return next;
      }
    }
    close(next);
    throw new SocketException("closed before it was connected");
  }

  /// A broker that takes the connection and then says nothing is given up in time.
  private static void shakeHands(SSLSocket secure, long until) throws IOException {
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setProtocols(Tls.PROTOCOLS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.setSoTimeout(millisUntil(until));
    try {
      secure.startHandshake();
    } catch (SocketTimeoutException e) {
      SocketTimeoutException stalled = new SocketTimeoutException("the TLS handshake timed out");
      stalled.initCause(e);
      throw stalled;
    }
    secure.setSoTimeout(0);
  }

  private static int millisUntil(long until) {
    return (int) Math.max(1, (until - System.nanoTime()) / 1_000_000L);
  }

  private synchronized Socket root() throws IOException {
    Socket root = socket;
    if (root == null) {
      throw new SocketException("not connected");
    }
    return root;
  }

  private synchronized Socket current() throws IOException {
    SSLSocket layer = secure;
    return layer == null ? root() : layer;
  }

  private static void close(@Nullable Socket open) {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}
