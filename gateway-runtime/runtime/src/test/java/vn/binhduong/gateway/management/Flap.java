package vn.binhduong.gateway.management;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The client on a link that comes and goes: a relay between it and a Leshan server in a process of
/// its own is up and down for random times, loses and delays some of what it passes, and takes
/// another port now and then. At the end the link stays up, and what is promised is looked at.
final class Flap {
  /// What is promised: registered again within a minute of the link's return.
  static final Duration BACK_WITHIN = Duration.ofMinutes(1);

  static final Duration LIFETIME = Duration.ofSeconds(30);

  /// An update goes out each time: of so short a lifetime Leshan takes 29 parts of 277, and 1 s.
  private static final Duration UPDATED_EVERY = Duration.ofSeconds(4);

  /// The server's observation tells of a temperature each time.
  private static final Duration MEASURED_EVERY = Duration.ofSeconds(10);

  private static final Duration UP_MIN = Duration.ofSeconds(3);
  private static final Duration UP_MAX = Duration.ofSeconds(50);
  private static final Duration DOWN_MIN = Duration.ofSeconds(1);
  private static final Duration DOWN_MAX = Duration.ofSeconds(40);

  /// The last cut lasts until the client has noticed: the time to its next update, and its wait for
  /// an answer.
  private static final Duration LAST_CUT_MAX = Duration.ofMinutes(1);

  private static final double LOSS_MAX = 0.2;
  private static final int DELAY_MILLIS_MAX = 600;

  /// A message is sent once and again four times: `MAX_RETRANSMIT` of RFC 7252, and the same number
  /// for a flight of the DTLS handshake.
  private static final int SENDS_MAX = 5;

  /// Flights of the client in a handshake: hello, hello with cookie, key exchange with finish.
  private static final int FLIGHTS = 3;

  /// Datagrams of the registration, in blocks of 1024 bytes.
  private static final int BLOCKS_MAX = 3;

  /// Shortest time in which an attempt, or an update, can come to nothing on a dead link: less than
  /// `Recovery.ATTEMPT` and Leshan's 20 s for an answer, whichever is first.
  private static final Duration FAILS_AFTER = Duration.ofSeconds(20);

  private static final int THREADS_MORE_MAX = 1;
  private static final long HEAP_MORE_MAX_KB = 4_096;

  /// @param name of what was looked at
  /// @param found text
  /// @param bound text
  /// @param holds whether it is as promised
  record Finding(String name, String found, String bound, boolean holds) {}

  private record Size(int threads, long heapKb) {
    static Size now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return new Size(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10);
    }
  }

  private final Path directory;
  private final Duration time;
  private final Random random;
  private final PrintStream out;
  private int cuts;
  private int ports;

  /// @param directory for the client's files
  /// @param time that the link flaps
  /// @param seed of all that is by chance
  /// @param out takes a line each minute
  Flap(Path directory, Duration time, long seed, PrintStream out) {
    this.directory = directory;
    this.time = time;
    this.random = new Random(seed);
    this.out = out;
  }

  /// Runs for the time, and at most [#LAST_CUT_MAX] and [#BACK_WITHIN] more.
  List<Finding> run() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = new UdpRelay(server.port(), new Random(random.nextLong()));
        RunningClient client = new RunningClient(directory, relay.port(), LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, BACK_WITHIN);
      Size begin = settled(server);
      UdpRelay.Counts before = relay.counts();
      long beginNanos = System.nanoTime();
      flap(client, server, relay, begin);
      relay.up(false);
      cuts++;
      client.await(ManagementState.Kind.UNREACHABLE, LAST_CUT_MAX);
      Duration flapped = Duration.ofNanos(System.nanoTime() - beginNanos);
      UdpRelay.Counts counts = relay.counts().minus(before);

      relay.lose(0);
      relay.delay(Duration.ZERO);
      relay.up(true);
      long upNanos = System.nanoTime();
      boolean back = back(server, client, upNanos);
      Duration took = Duration.ofNanos(System.nanoTime() - upNanos);
      Size end = back ? settled(server) : Size.now();
      return findings(new Outcome(flapped, counts, back, took, begin, end), client, server);
    }
  }

  private record Outcome(
      Duration flapped,
      UdpRelay.Counts counts,
      boolean back,
      Duration took,
      Size begin,
      Size end) {}

  private void flap(RunningClient client, LeshanProcess server, UdpRelay relay, Size begin)
      throws IOException, InterruptedException {
    long beginNanos = System.nanoTime();
    long endNanos = beginNanos + time.toNanos();
    long switchNanos = beginNanos;
    long measureNanos = beginNanos;
    long printNanos = beginNanos;
    boolean up = false;
    long observed = 0;
    out.printf(
        "%8s %7s %9s %7s %7s %6s %10s %8s %8s%n",
        "s", "cuts", "sent", "came", "hellos", "regs", "state", "threads", "heap kB");
    for (long now = beginNanos; now < endNanos; now = System.nanoTime()) {
      if (now >= switchNanos) {
        up = !up;
        switchNanos = now + turn(relay, up).toNanos();
      }
      if (now >= measureNanos) {
        measureNanos = now + MEASURED_EVERY.toNanos();
        client.street.nowMillis += MEASURED_EVERY.toMillis();
        client.street.measureTemperature(20 + random.nextInt(100) / 10.0);
      }
      long registered = server.count("registered " + RunningClient.ENDPOINT);
      if (up && registered > observed && client.is(ManagementState.Kind.REGISTERED)) {
        observed = registered;
        server.tell("observe /3303/0/5700");
      }
      if (now >= printNanos) {
        printNanos = now + Duration.ofMinutes(1).toNanos();
        UdpRelay.Counts counts = relay.counts();
        Size size = now == beginNanos ? begin : Size.now();
        out.printf(
            "%8d %7d %9d %7d %7d %6d %10s %8d %8d%n",
            Duration.ofNanos(now - beginNanos).toSeconds(),
            cuts,
            counts.fromClients(),
            counts.fromServer(),
            counts.hellos(),
            registered,
            client.states.getLast().kind(),
            size.threads(),
            size.heapKb());
      }
      Thread.sleep(100);
    }
  }

  /// The link's next turn of fortune; how long it lasts.
  private Duration turn(UdpRelay relay, boolean up) throws IOException {
    relay.up(up);
    if (!up) {
      cuts++;
      return between(DOWN_MIN, DOWN_MAX);
    }
    relay.lose(random.nextBoolean() ? 0 : random.nextDouble() * LOSS_MAX);
    relay.delay(Duration.ofMillis(random.nextInt(DELAY_MILLIS_MAX)));
    if (random.nextInt(3) == 0) {
      ports++;
      relay.rebind();
    }
    return between(UP_MIN, UP_MAX);
  }

  private Duration between(Duration least, Duration most) {
    return least.plusMillis(random.nextLong(most.minus(least).toMillis()));
  }

  /// Registered means that the server reaches it, too.
  private static boolean back(LeshanProcess server, RunningClient client, long upNanos)
      throws InterruptedException {
    while (System.nanoTime() - upNanos < BACK_WITHIN.toNanos()) {
      if (client.is(ManagementState.Kind.REGISTERED)
          && server.ask("read /3/0/0").startsWith("CONTENT")) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  /// The size when the connection stands and nothing is under way.
  private static Size settled(LeshanProcess server) {
    server.ask("observe /3303/0/5700");
    server.ask("read /3/0");
    return Size.now();
  }

  private List<Finding> findings(Outcome o, RunningClient client, LeshanProcess server) {
    long failures = o.flapped.dividedBy(FAILS_AFTER) + 1;
    long updates = o.flapped.dividedBy(UPDATED_EVERY) + 1;
    long told = o.flapped.dividedBy(MEASURED_EVERY) + 1;
    long mostSent =
        SENDS_MAX * (failures * (FLIGHTS + BLOCKS_MAX) + updates + told) + o.counts.fromServer();
    long mostHellos = failures * 2 * SENDS_MAX;
    List<Finding> found = new ArrayList<>();
    found.add(
        new Finding(
            "back after the last cut",
            o.back ? "%.1f s".formatted(o.took.toMillis() / 1e3) : "not registered",
            BACK_WITHIN.toSeconds() + " s",
            o.back));
    found.add(
        new Finding(
            "datagrams sent",
            String.valueOf(o.counts.fromClients()),
            String.valueOf(mostSent),
            o.counts.fromClients() <= mostSent));
    found.add(
        new Finding(
            "of these hellos",
            String.valueOf(o.counts.hellos()),
            String.valueOf(mostHellos),
            o.counts.hellos() <= mostHellos));
    long registrations = server.count("registered " + RunningClient.ENDPOINT);
    found.add(
        new Finding(
            "registrations",
            String.valueOf(registrations),
            String.valueOf(failures + 1),
            registrations <= failures + 1));
    found.add(
        new Finding(
            "threads",
            "%d, then %d".formatted(o.begin.threads(), o.end.threads()),
            "+" + THREADS_MORE_MAX,
            o.end.threads() <= o.begin.threads() + THREADS_MORE_MAX));
    found.add(
        new Finding(
            "heap after collection, kB",
            "%d, then %d".formatted(o.begin.heapKb(), o.end.heapKb()),
            "+" + HEAP_MORE_MAX_KB,
            o.end.heapKb() <= o.begin.heapKb() + HEAP_MORE_MAX_KB));
    out.printf(
        "%d cuts, %d new ports, %d datagrams came and %d were lost on the way; %d times unreachable%n",
        cuts,
        ports,
        o.counts.fromServer(),
        o.counts.dropped(),
        client.count(ManagementState.Kind.UNREACHABLE));
    return found;
  }
}
