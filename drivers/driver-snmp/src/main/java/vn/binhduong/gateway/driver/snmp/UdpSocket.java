package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A UDP socket to one peer that can be made again and again: a channel and a selector, no thread.
/// It is connected, so that only datagrams of this peer are taken and an unreachable port is
/// noticed. Used by one thread; only [#close()] may come from another, and it ends every wait at
/// once, as an interrupt does.
final class UdpSocket implements AutoCloseable {
  /// Longest datagram that is taken; a longer one is cut and so not understood.
  static final int BYTES_MAX = 65_507;

  /// Most datagrams thrown away before one is sent; the rest do not match it anyway.
  private static final int OLD_MAX = 100;

  private final String host;
  private final int port;
  private volatile boolean closed;
  private volatile @Nullable Open open;

  /// What is held while the socket is open.
  private record Open(DatagramChannel channel, Selector selector, ByteBuffer received) {
    void close() {
      // The channel first: closing the selector then gives its descriptor back.
      try (selector;
          channel) {
        selector.wakeup();
      } catch (IOException e) {
        // Nothing is left to be done: both are gone either way.
      }
    }
  }

  UdpSocket(String host, int port) {
    this.host = host;
    this.port = port;
  }

  boolean closed() {
    return closed;
  }

  /// Sends one datagram, from a socket that is made where there is none; what had come before is
  /// thrown away, for it answers something else.
  void send(byte[] bytes) throws IOException, InterruptedException {
    try {
      Open socket = socket();
      discardOld(socket);
      if (socket.channel.write(ByteBuffer.wrap(bytes)) != bytes.length) {
        throw new IOException("the system takes no datagram");
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted();
    }
  }

  /// The next datagram, or null when none came in time.
  byte @Nullable [] receive(long deadlineNanos) throws IOException, InterruptedException {
    Open socket = open;
    if (socket == null) {
      throw new IOException("not open");
    }
    try {
      while (true) {
        socket.received.clear();
        if (socket.channel.read(socket.received) > 0) {
          byte[] bytes = new byte[socket.received.flip().remaining()];
          socket.received.get(bytes);
          return bytes;
        }
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMillis < 0) {
          return null;
        }
        socket.selector.select(leftMillis + 1);
        socket.selector.selectedKeys().clear();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (ClosedSelectorException e) {
      throw new IOException("closed", e);
    } catch (ClosedByInterruptException e) {
      throw interrupted();
    }
  }

  /// Gives the socket back; the next [#send] makes another one, with a port that no late answer
  /// knows.
  void disconnect() {
    Open socket = open;
    open = null;
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    Open socket = open;
    if (socket != null) {
      socket.close();
    }
  }

  private Open socket() throws IOException {
    Open socket = open;
    if (socket != null) {
      return socket;
    }
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("host not found: " + host);
    }
    DatagramChannel channel = DatagramChannel.open();
    try {
      socket = new Open(channel, Selector.open(), ByteBuffer.allocate(BYTES_MAX));
      open = socket;
      channel.configureBlocking(false);
      channel.connect(address);
      channel.register(socket.selector, SelectionKey.OP_READ);
      if (closed) {
        throw new IOException("closed");
      }
      return socket;
    } catch (ClosedSelectorException e) {
      disconnect();
      throw new IOException("closed", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      disconnect();
      throw e;
    }
  }

  private static void discardOld(Open socket) throws IOException {
    for (int i = 0; i < OLD_MAX; i++) {
      socket.received.clear();
      try {
        if (socket.channel.read(socket.received) == 0) {
          return;
        }
      } catch (PortUnreachableException e) {
        // Told of a datagram sent earlier; this one may find the peer.
      }
    }
  }

  private static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException();
  }
}
