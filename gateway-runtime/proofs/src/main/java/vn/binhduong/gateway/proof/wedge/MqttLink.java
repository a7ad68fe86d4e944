package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A proxy on loopback between one gateway and its broker that understands MQTT, does to it what a
/// [Trouble] says, and counts what a broker would see of the gateway: connections, messages in
/// flight, how often each message was sent.
///
/// Thread-safe. A connection has four virtual threads: each direction is read by one and written by
/// one, with a bounded queue between, so that delay and rate are those of a line.
final class MqttLink implements AutoCloseable {
  private static final int QUEUE_PACKETS_MAX = 4_096;
  private static final int CONNECT_MILLIS_MAX = 3_000;
  private static final int CHUNK_BYTES = 256;
  private static final byte[] END = {};

  private final ServerSocket listener;
  private final InetSocketAddress broker;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlightMax = new AtomicInteger();
  private final AtomicLong retained = new AtomicLong();
  private final Map<String, Integer> sends = new ConcurrentHashMap<>();
  private final Map<String, Long> greatest = new ConcurrentHashMap<>();
  private volatile Trouble trouble = Trouble.NONE;
  private volatile boolean encrypted;

  /// Listens on any free port; forwards to `brokerPort`.
  MqttLink(int brokerPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    listener = new ServerSocket(0, 64, loopback);
    broker = new InetSocketAddress(loopback, brokerPort);
    Thread.ofVirtual().name("mqtt-link").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// What passes is encrypted: it is passed on as it comes.
  void encrypted() {
    encrypted = true;
  }

  /// From now on this is wrong; [Trouble#NONE] for nothing.
  void install(Trouble next) throws IOException {
    trouble.ends(this);
    trouble = next;
    next.begins(this);
  }

  /// Connections taken so far.
  int connections() {
    return connections.get();
  }

  /// Most messages that were ever in flight on one connection.
  int inFlightMax() {
    return inFlightMax.get();
  }

  /// Messages sent to be retained.
  long retained() {
    return retained.get();
  }

  /// How often the message that was sent most often was sent.
  int sendsMax() {
    return sends.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /// Whether any number of a device was sent yet, and the greatest.
  long greatestSent(String device) {
    return greatest.getOrDefault(device, 0L);
  }

  /// Every connection of this moment.
  Set<Connection> open() {
    return Set.copyOf(open);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(Connection::reset);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        near.setTcpNoDelay(true);
        Connection connection = new Connection(near, connections.incrementAndGet());
        open.add(connection);
        Thread.ofVirtual().name("mqtt-link-open").start(connection::begin);
      } catch (IOException e) {
        // Closed, or that one connection failed.
      }
    }
  }

  /// One connection of the gateway.
  final class Connection {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(byte[] bytes, long dueNanos) {}

    private final Socket near;
    private final Socket far = new Socket();
    private final int number;
    private final BlockingQueue<Sent> toNear = new ArrayBlockingQueue<>(QUEUE_PACKETS_MAX);
    private final BlockingQueue<Sent> toFar = new ArrayBlockingQueue<>(QUEUE_PACKETS_MAX);
    private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final long since = System.nanoTime();
    private volatile long lastUp = since;

    Connection(Socket near, int number) {
      this.near = near;
      this.number = number;
    }

    /// Its number, from 1.
    int number() {
      return number;
    }

    /// Its age.
    long millis() {
      return (System.nanoTime() - since) / 1_000_000L;
    }

    /// PUBACKs the gateway has got over it.
    int acknowledged() {
      return acknowledged.get();
    }

    /// Passes bytes on to the broker.
    void toBroker(byte[] bytes) {
      offer(toFar, bytes);
    }

    /// Passes bytes on to the gateway.
    void toGateway(byte[] bytes) {
      if (!encrypted && (bytes[0] & 0xF0) >> 4 == Packet.PUBACK) {
        acknowledged.incrementAndGet();
        unanswered.remove(new Packet(bytes).id());
      }
      offer(toNear, bytes);
    }

    /// Says what is no packet to the gateway.
    void babble(byte[] bytes) {
      offer(toNear, bytes);
    }

    /// Messages the gateway has sent over it and got no PUBACK for.
    int unanswered() {
      return unanswered.size();
    }

    /// Milliseconds since the gateway sent its last packet.
    long silentMillis() {
      return (System.nanoTime() - lastUp) / 1_000_000L;
    }

    /// Ends both sides in order, when what was said before has been passed on.
    void finish() {
      offer(toNear, END);
      offer(toFar, END);
    }

    /// Resets both sides.
    void reset() {
      resetSocket(near);
      resetSocket(far);
    }

    /// Resets the side of the broker only; the gateway is not told.
    void resetBroker() {
      resetSocket(far);
    }

    /// Passes the first part of a packet on to the broker, then resets.
    void toBrokerTorn(byte[] bytes) throws IOException {
      OutputStream out = far.getOutputStream();
      out.write(bytes, 0, Math.max(1, bytes.length / 2));
      out.flush();
      reset();
    }

    /// Passes the first part of a packet on to the gateway, then resets.
    void toGatewayTorn(byte[] bytes) throws IOException {
      OutputStream out = near.getOutputStream();
      out.write(bytes, 0, Math.max(1, bytes.length / 2));
      out.flush();
      reset();
    }

    private void offer(BlockingQueue<Sent> queue, byte[] bytes) {
      try {
        queue.put(new Sent(bytes, System.nanoTime() + trouble.delay().toNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void begin() {
      try {
        switch (trouble.door(number)) {
          case RESET -> reset();
          case SILENT -> drain();
          case FORGED -> {
            Thread.ofVirtual().name("mqtt-link-near").start(() -> write(near, toNear));
            readUp();
          }
          case OPEN -> {
            far.setTcpNoDelay(true);
            far.connect(broker, CONNECT_MILLIS_MAX);
            Thread.ofVirtual().name("mqtt-link-near").start(() -> write(near, toNear));
            Thread.ofVirtual().name("mqtt-link-far").start(() -> write(far, toFar));
            Thread.ofVirtual().name("mqtt-link-down").start(this::readDown);
            readUp();
          }
        }
      } catch (IOException e) {
        reset();
      } finally {
        open.remove(this);
      }
    }

    /// Somebody is there, and never says anything.
    private void drain() throws IOException {
      near.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void readUp() {
      Map<Integer, String> aliases = new HashMap<>();
      try {
        InputStream in = near.getInputStream();
        while (true) {
          Packet packet = next(in);
          lastUp = System.nanoTime();
          if (!encrypted) {
            packet = packet.named(aliases);
            count(packet);
          }
          trouble.up(packet, this);
        }
      } catch (IOException e) {
        // The gateway has gone.
      }
      resetSocket(near);
      resetSocket(far);
    }

    private void readDown() {
      try {
        InputStream in = far.getInputStream();
        while (true) {
          trouble.down(next(in), this);
        }
      } catch (IOException e) {
        if (!far.isClosed()) { // else by us, and the gateway need not know
          offer(toNear, END);
        }
      }
    }

    private Packet next(InputStream in) throws IOException {
      if (!encrypted) {
        Packet packet = Packet.read(in);
        if (packet == null) {
          throw new IOException("end");
        }
        return packet;
      }
      byte[] buffer = new byte[4_096];
      int n = in.read(buffer);
      if (n < 0) {
        throw new IOException("end");
      }
      return new Packet(Arrays.copyOf(buffer, n));
    }

    private void count(Packet packet) {
      if (packet.type() != Packet.PUBLISH || packet.qos() == 0) {
        return;
      }
      unanswered.add(packet.id());
      inFlightMax.accumulateAndGet(unanswered.size(), Math::max);
      if (packet.retain()) {
        retained.incrementAndGet();
        return;
      }
      Map<String, String> properties = packet.userProperties();
      String first = properties.get("s0");
      String last = properties.get("s1");
      if (first != null && last != null) {
        String device = packet.topic().substring(packet.topic().lastIndexOf('/') + 1);
        sends.merge(device + " " + first + ".." + last, 1, Integer::sum);
        greatest.merge(device, Long.parseLong(last), Math::max);
      }
    }

    private void write(Socket to, BlockingQueue<Sent> queue) {
      try {
        OutputStream out = to.getOutputStream();
        while (!to.isClosed()) {
          Sent next = queue.poll(200, TimeUnit.MILLISECONDS);
          if (next == null) {
            continue;
          }
          TimeUnit.NANOSECONDS.sleep(next.dueNanos() - System.nanoTime());
          if (next.bytes().length == 0) {
            to.close();
            return;
          }
          paced(out, next.bytes());
        }
      } catch (IOException e) {
        // That side has gone; the other finds out by itself.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void paced(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
      for (int at = 0; at < bytes.length; ) {
        int rate = trouble.bytesPerSecond();
        int part = rate == Integer.MAX_VALUE ? bytes.length - at : CHUNK_BYTES;
        part = Math.min(part, bytes.length - at);
        if (rate != Integer.MAX_VALUE) {
          TimeUnit.NANOSECONDS.sleep(part * 1_000_000_000L / rate);
        }
        out.write(bytes, at, part);
        out.flush();
        at += part;
      }
    }
  }

  private static void resetSocket(Socket socket) {
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
