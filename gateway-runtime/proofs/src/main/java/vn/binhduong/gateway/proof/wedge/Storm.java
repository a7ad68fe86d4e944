package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.uplink.Backoff;

/// A thousand gateways whose broker is restarted: real connections on loopback, an acceptor that
/// counts, and the waiting of the product itself ([Backoff], with the phase of each gateway's id).
/// The gateways are light, a virtual thread each; the whole reconnect loop is put to the same test
/// in simulated time by `FleetTest` of the runtime.
final class Storm {
  private static final int GATEWAYS = 1_000;
  private static final int CONNECT_MILLIS_MAX = 5_000;
  private static final int SECONDS_MAX = 240;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration GREATEST = Duration.ofMinutes(2);
  private static final Duration DOWN = Duration.ofSeconds(1);

  /// The bound that [Backoff] states for this fleet, and half as many again for chance.
  private static final int CONNECTS_A_SECOND_MAX = GATEWAYS * 1_000 / (750 * 8) * 3 / 2;

  /// CONNECTs a second that the busy broker takes.
  private static final int BUSY_TAKES = 50;

  /// How often a fleet is spoken to while it is refused: the first wave and no more than this share
  /// of it in any second after the wait of a busy broker.
  private static final int BUSY_LATER_MAX = 120;

  private final boolean busy;
  private final long seed;
  private final AtomicIntegerArray connects = new AtomicIntegerArray(SECONDS_MAX + 1);
  private final AtomicInteger online = new AtomicInteger();
  private final Set<Socket> taken = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile @Nullable ServerSocket listener;
  private volatile long start = System.nanoTime();
  private volatile boolean counting;
  private volatile boolean over;

  /// @param busy whether the broker, when it is back, takes fifty a second and is busy for the rest
  Storm(boolean busy, long seed) throws IOException {
    this.busy = busy;
    this.seed = seed;
    ServerSocket first = new ServerSocket(0, GATEWAYS, InetAddress.getLoopbackAddress());
    port = first.getLocalPort();
    listen(first);
  }

  /// Runs it and judges.
  void run(ProofRun run, Tally tally) throws IOException, InterruptedException {
    List<Thread> fleet = new ArrayList<>();
    for (int i = 0; i < GATEWAYS; i++) {
      String id = "BD-GW-%06d".formatted(i);
      fleet.add(Thread.ofVirtual().start(() -> live(id)));
    }
    awaitAll();
    restart();
    long backMillis = awaitAll();
    over = true;
    close();
    for (Thread gateway : fleet) {
      gateway.join(Duration.ofSeconds(10));
    }
    report(run, tally, backMillis);
  }

  private void report(ProofRun run, Tally tally, long backMillis) {
    int last = second();
    int peak = 0;
    int later = 0;
    StringBuilder histogram = new StringBuilder();
    for (int i = 0; i <= last; i++) {
      peak = Math.max(peak, connects.get(i));
      later = i >= 12 ? Math.max(later, connects.get(i)) : later;
      histogram.append(connects.get(i)).append(' ');
    }
    String what = busy ? "broker back, busy above %d/s".formatted(BUSY_TAKES) : "broker back";
    run.tell("%s: CONNECTs by second: %s", what, histogram);
    tally.ran();
    tally.fault("broker restart with %d gateways%s".formatted(GATEWAYS, busy ? ", busy" : ""));
    tally.note(
        "%d gateways, %s after %d s: peak %d CONNECT/s (bound %d), all back after %d ms",
        GATEWAYS, what, DOWN.toSeconds(), peak, CONNECTS_A_SECOND_MAX, backMillis);
    if (peak > CONNECTS_A_SECOND_MAX || peak == 0) {
      tally.wrong("%s: peak of %d CONNECT/s, bound %d", what, peak, CONNECTS_A_SECOND_MAX);
    }
    if (busy && later > BUSY_LATER_MAX) {
      tally.wrong("%s: %d CONNECT/s although it is busy, bound %d", what, later, BUSY_LATER_MAX);
    }
    if (backMillis < 0) {
      tally.wrong(
          "%s: only %d of %d are back after %d s", what, online.get(), GATEWAYS, SECONDS_MAX);
    }
  }

  private int second() {
    return (int) Math.min(SECONDS_MAX, (System.nanoTime() - start) / 1_000_000_000L);
  }

  private void restart() throws IOException, InterruptedException {
    counting = true;
    start = System.nanoTime();
    close();
    TimeUnit.MILLISECONDS.sleep(DOWN.toMillis());
    ServerSocket next = new ServerSocket();
    next.setReuseAddress(true);
    next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), GATEWAYS);
    listen(next);
  }

  private void close() throws IOException {
    ServerSocket open = listener;
    if (open != null) {
      open.close();
    }
    for (Socket socket : taken) {
      socket.close();
    }
    taken.clear();
  }

  /// @return milliseconds until every gateway is connected; -1 when it takes too long
  private long awaitAll() throws InterruptedException {
    long from = System.nanoTime();
    while (online.get() < GATEWAYS) {
      if (System.nanoTime() - from > Duration.ofSeconds(SECONDS_MAX).toNanos()) {
        return -1;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return (System.nanoTime() - from) / 1_000_000L;
  }

  private void listen(ServerSocket server) {
    listener = server;
    Thread.ofVirtual().start(() -> accept(server));
  }

  private void accept(ServerSocket server) {
    long second = 0;
    int inSecond = 0;
    try {
      while (true) {
        Socket client = server.accept();
        long now = System.nanoTime() / 1_000_000_000L;
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        boolean refuse = busy && counting && inSecond > BUSY_TAKES;
        Thread.ofVirtual().start(() -> answer(client, refuse));
      }
    } catch (IOException e) {
      // The broker goes down.
    }
  }

  private void answer(Socket client, boolean refuse) {
    try {
      if (Packet.read(client.getInputStream()) == null) {
        return;
      }
      if (!refuse) {
        taken.add(client);
      }
      byte[] answer = Packet.connack(refuse ? 0x89 : 0, new byte[0]).bytes();
      client.getOutputStream().write(answer);
      if (refuse) {
        client.close();
      }
    } catch (IOException e) {
      // That client has gone.
    }
  }

  /// One gateway: connects, stays until it is thrown off, waits as the product does, and again.
  private void live(String id) {
    Backoff backoff =
        new Backoff(
            FIRST,
            GREATEST,
            Backoff.phaseOf(id),
            new SplittableRandom(seed ^ id.hashCode())::nextDouble);
    try {
      while (!over) {
        Backoff.Cause cause = connectAndStay(id);
        TimeUnit.NANOSECONDS.sleep(over ? 0 : backoff.nextNanos(cause));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Backoff.Cause connectAndStay(String id) {
    Backoff.Cause cause = Backoff.Cause.OWN_LINK;
    boolean connected = false;
    if (counting) {
      connects.incrementAndGet(second());
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
      socket.getOutputStream().write(Packet.connect(id, 60).bytes());
      InputStream in = socket.getInputStream();
      Packet answer = Packet.read(in);
      if (answer == null) {
        return Backoff.Cause.OWN_LINK;
      }
      if (answer.reasonCode() != 0) {
        return Backoff.Cause.BROKER_BUSY;
      }
      connected = true;
      online.incrementAndGet();
      cause = Backoff.Cause.BROKER_ENDED;
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Refused, or thrown off.
    }
    if (connected) {
      online.decrementAndGet();
    }
    return cause;
  }
}
