package vn.binhduong.gateway.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// A bad link: passes UDP datagrams between clients and one server, as a router with address
/// translation does. Each client has a port of its own towards the server. It can be cut, lose and
/// delay datagrams, give clients new ports, and lead to another server; and it counts.
///
/// Constructed means running, on a thread of its own; all methods may be called from any thread.
final class UdpRelay implements AutoCloseable {
  private static final int DATAGRAM_BYTES_MAX = 65_535;

  /// Ports towards the server; the oldest goes.
  private static final int CLIENTS_MAX = 16;

  /// Delayed datagrams; what is more is lost.
  private static final int DELAYED_MAX = 1_000;

  /// First byte of a DTLS record: a handshake message.
  private static final int HANDSHAKE = 22;

  /// First byte of a DTLS record of application data without a connection id.
  private static final int APPLICATION_DATA = 23;

  /// First byte of a DTLS record that names its key by a connection id (RFC 9146).
  private static final int TLS12_CID = 25;

  private static final int EPOCH_AT = 3;
  private static final int HANDSHAKE_TYPE_AT = 13;
  private static final int CLIENT_HELLO = 1;

  /// What came to the relay so far, passed on or not.
  ///
  /// @param fromClients datagrams
  /// @param fromServer datagrams
  /// @param dropped datagrams of both that were not passed on
  /// @param hellos datagrams that begin with a ClientHello; a handshake has two, the second with
  ///   the cookie
  /// @param handshakes datagrams of both that begin with a handshake message
  /// @param applications datagrams from clients that begin with application data, with a connection
  ///   id or without
  /// @param identified datagrams of both that begin with a record with a connection id
  record Counts(
      long fromClients,
      long fromServer,
      long dropped,
      long hellos,
      long handshakes,
      long applications,
      long identified) {
    Counts minus(Counts before) {
      return new Counts(
          fromClients - before.fromClients,
          fromServer - before.fromServer,
          dropped - before.dropped,
          hellos - before.hellos,
          handshakes - before.handshakes,
          applications - before.applications,
          identified - before.identified);
    }
  }

  private record Delayed(
      long dueNanos, DatagramChannel by, SocketAddress target, ByteBuffer datagram)
      implements Comparable<Delayed> {
    @Override
    public int compareTo(Delayed other) {
      return Long.compare(dueNanos - other.dueNanos, 0);
    }
  }

  private final Selector selector = Selector.open();
  private final DatagramChannel front = loopback();
  private final Map<SocketAddress, DatagramChannel> backs = new LinkedHashMap<>();
  private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
  private final RandomGenerator random;
  private SocketAddress server;
  private boolean up = true;
  private double loss;
  private Duration delay = Duration.ZERO;
  private Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0);
  private boolean closed;

  /// @param serverPort on loopback, where it leads
  /// @param random says what is lost
  UdpRelay(int serverPort, RandomGenerator random) throws IOException {
    this.random = random;
    this.server = at(serverPort);
    front.register(selector, SelectionKey.OP_READ);
    Thread.ofPlatform().name("udp-relay").daemon(true).start(this::run);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static DatagramChannel loopback() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(at(0));
    channel.configureBlocking(false);
    return channel;
  }

  /// Where clients find it, on loopback.
  int port() {
    return front.socket().getLocalPort();
  }

  synchronized Counts counts() {
    return counts;
  }

  /// Whether anything passes.
  synchronized void up(boolean passes) {
    up = passes;
  }

  /// Loses this share, 0 to 1, of all datagrams.
  synchronized void lose(double share) {
    loss = share;
  }

  /// Holds each datagram back for this time.
  synchronized void delay(Duration time) {
    delay = time;
  }

  /// Leads to another port of the server's machine.
  synchronized void lead(int serverPort) {
    server = at(serverPort);
  }

  /// Forgets which client has which port: the next datagram of each comes from a new one, and what
  /// the server sends to the old one goes nowhere.
  synchronized void rebind() throws IOException {
    for (DatagramChannel back : backs.values()) {
      back.close();
    }
    backs.clear();
  }

  private void run() {
    try {
      while (true) {
        selector.select(untilDue());
        turn();
      }
    } catch (ClosedChannelException | java.nio.channels.ClosedSelectorException e) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized long untilDue() {
    Delayed next = delayed.peek();
    return next == null
        ? 0
        : Math.max(1, Duration.ofNanos(next.dueNanos - System.nanoTime()).toMillis());
  }

  private synchronized void turn() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        if (key.channel() == front) {
          fromClients();
        } else {
          fromServer((DatagramChannel) key.channel(), (SocketAddress) key.attachment());
        }
      }
    }
    selector.selectedKeys().clear();
    for (Delayed next = delayed.peek();
        next != null && next.dueNanos - System.nanoTime() <= 0;
        next = delayed.peek()) {
      delayed.remove();
      send(next.by, next.target, next.datagram);
    }
  }

  private void fromClients() throws IOException {
    for (SocketAddress client = front.receive(buffer.clear());
        client != null;
        client = front.receive(buffer.clear())) {
      count(true, buffer.flip());
      pass(back(client), server);
    }
  }

  private void fromServer(DatagramChannel back, SocketAddress client) throws IOException {
    while (back.receive(buffer.clear()) != null) {
      count(false, buffer.flip());
      pass(front, client);
    }
  }

  private DatagramChannel back(SocketAddress client) throws IOException {
    DatagramChannel known = backs.get(client);
    if (known != null) {
      return known;
    }
    if (backs.size() >= CLIENTS_MAX) {
      Iterator<DatagramChannel> oldest = backs.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    DatagramChannel back = loopback();
    back.register(selector, SelectionKey.OP_READ, client);
    backs.put(client, back);
    return back;
  }

  private void count(boolean client, ByteBuffer datagram) {
    int first = datagram.hasRemaining() ? datagram.get(0) : 0;
    boolean handshake = first == HANDSHAKE;
    boolean hello =
        handshake
            && datagram.limit() > HANDSHAKE_TYPE_AT
            && datagram.getShort(EPOCH_AT) == 0
            && datagram.get(HANDSHAKE_TYPE_AT) == CLIENT_HELLO;
    counts =
        new Counts(
            counts.fromClients + (client ? 1 : 0),
            counts.fromServer + (client ? 0 : 1),
            counts.dropped,
            counts.hellos + (hello ? 1 : 0),
            counts.handshakes + (handshake ? 1 : 0),
            counts.applications
                + (client && (first == APPLICATION_DATA || first == TLS12_CID) ? 1 : 0),
            counts.identified + (first == TLS12_CID ? 1 : 0));
  }

  private void pass(DatagramChannel by, SocketAddress target) {
    if (!up || random.nextDouble() < loss || delayed.size() >= DELAYED_MAX) {
      counts =
          new Counts(
              counts.fromClients,
              counts.fromServer,
              counts.dropped + 1,
              counts.hellos,
              counts.handshakes,
              counts.applications,
              counts.identified);
    } else if (delay.isZero()) {
      send(by, target, buffer);
    } else {
      ByteBuffer copy = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
      delayed.add(new Delayed(System.nanoTime() + delay.toNanos(), by, target, copy));
    }
  }

  /// A datagram that cannot be sent is lost, as on any link.
  private static void send(DatagramChannel by, SocketAddress target, ByteBuffer datagram) {
    try {
      by.send(datagram, target);
    } catch (IOException e) {
      // its port is no more, or nobody listens
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    rebind();
    front.close();
    selector.close();
  }
}
