package vn.binhduong.gateway.driver.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A TCP connection to one peer that can be made again and again: a socket and a selector, no
/// thread. Used by one thread; only [#close()] may come from another, and it ends every wait at
/// once, as an interrupt does.
final class TcpConnection implements AutoCloseable {
  private final String host;
  private final int port;
  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocate(2 * TcpFrame.BYTES_MAX).flip();
  private volatile boolean closed;
  private volatile @Nullable SocketChannel channel;

  TcpConnection(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.selector = Selector.open();
  }

  boolean closed() {
    return closed;
  }

  /// Whether there is a connection and the peer has not closed it, as far as is known without
  /// waiting. Bytes that came meanwhile are kept: they are late answers.
  boolean usable() throws InterruptedException {
    if (channel == null) {
      return false;
    }
    try {
      fill();
      return true;
    } catch (IOException e) {
      disconnect();
      return false;
    }
  }

  /// Makes the connection; on failure nothing of it is left.
  void connect(Duration timeout) throws IOException, InterruptedException {
    disconnect();
    received.clear().flip();
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("host not found: " + host);
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    SocketChannel fresh = SocketChannel.open();
    channel = fresh;
    try {
      if (closed) {
        throw new IOException("closed");
      }
      fresh.configureBlocking(false);
      fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
      fresh.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      SelectionKey key = fresh.register(selector, SelectionKey.OP_CONNECT);
      if (!fresh.connect(address)) {
        while (!fresh.finishConnect()) {
          if (!await(key, SelectionKey.OP_CONNECT, deadline)) {
            throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
          }
        }
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      disconnect();
      if (e instanceof ConnectException refused && refused.getMessage() == null) {
        throw new ConnectException("connection refused");
      }
      throw e;
    }
  }

  /// Writes all bytes.
  void write(ByteBuffer bytes, long deadlineNanos) throws IOException, InterruptedException {
    SocketChannel open = connected();
    while (true) {
      open.write(bytes);
      if (!bytes.hasRemaining()) {
        return;
      }
      if (!await(key(open), SelectionKey.OP_WRITE, deadlineNanos)) {
        throw new SocketTimeoutException("the peer takes no bytes");
      }
    }
  }

  /// The next whole frame, or null when none came in time.
  ///
  /// @throws TcpFrame.Garbage when what came is not Modbus TCP
  /// @throws IOException when the connection is lost
  @Nullable TcpFrame read(long deadlineNanos) throws IOException, InterruptedException {
    while (true) {
      TcpFrame frame = TcpFrame.take(received);
      if (frame != null) {
        return frame;
      }
      if (!fill() && !await(key(connected()), SelectionKey.OP_READ, deadlineNanos)) {
        return null;
      }
    }
  }

  /// Whether a part of a frame was received, whose rest is still to come.
  boolean midFrame() {
    return received.hasRemaining();
  }

  /// Ends the connection and gives its socket back at once.
  void disconnect() {
    SocketChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
        // A closed channel keeps its socket until the selector has seen it.
        selector.selectNow();
      } catch (IOException | ClosedSelectorException e) {
        // Nothing is left to be done: the socket is gone either way.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    SocketChannel open = channel;
    try {
      if (open != null) {
        open.close();
      }
      selector.close();
    } catch (IOException e) {
      // As above.
    }
  }

  /// Takes what has come without waiting; says whether anything had.
  private boolean fill() throws IOException {
    received.compact();
    try {
      int count = connected().read(received);
      if (count < 0) {
        throw new EOFException("the peer closed the connection");
      }
      return count > 0;
    } finally {
      received.flip();
    }
  }

  private SocketChannel connected() throws IOException {
    SocketChannel open = channel;
    if (open == null) {
      throw new IOException("not connected");
    }
    return open;
  }

  private SelectionKey key(SocketChannel open) throws IOException {
    SelectionKey key = open.keyFor(selector);
    if (key == null) {
      throw new IOException("closed");
    }
    return key;
  }

  /// Waits until `operation` is possible; false when the deadline passed first.
  private boolean await(SelectionKey key, int operation, long deadlineNanos)
      throws IOException, InterruptedException {
    key.interestOps(operation);
    while (true) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMillis < 0) {
        return false;
      }
      int ready = selector.select(leftMillis + 1);
      selector.selectedKeys().clear();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (closed) {
        throw new IOException("closed");
      }
      if (ready > 0) {
        return true;
      }
    }
  }
}
