package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Reconnects that fail, thousands of them, and what they leave behind: memory, threads, files.
///
/// Four ways to fail, two links each: refused, accepted and closed, accepted and never answered;
/// one serial port that is not there and one that is no terminal. The waits between attempts are
/// set to their least. Memory is the RSS after a collection, less the most code there has been at a
/// time (it grows until all that is often used is compiled; what is thrown away of it leaves its
/// pages behind), in a process whose heap has a fixed size that was touched at the start, so that
/// only what is outside of it can grow; what is inside shows as a heap that fills, which the
/// collection takes care of or ends in an error.
final class Reconnects {
  private static final String ACQUISITION =
      "retry-first: 10ms, retry-longest: 10ms, protocol-retry-first: 10ms,"
          + " protocol-retry-longest: 10ms, misconfigured-retry: 10ms, grace: 500ms";
  private static final List<String> FIXED_HEAP =
      List.of(
          "-Xmx40m", "-Xms40m", "-Xmn12m", "-XX:+AlwaysPreTouch", "-XX:ReservedCodeCacheSize=32m");
  private static final int WARM_UP = 5;
  private static final int POINTS = 24;
  private static final double SLOPE_MAX_KB = 1.0;

  /// For a short run, in which the Java machine itself still grows, kB a 1,000.
  private static final double SLOPE_BRIEF_MAX_KB = 400;

  private static final Duration ALL_MAX = Duration.ofMinutes(60);
  private static final int BACKLOG = 64;

  private final ProofRun run;
  private final Tally tally;

  Reconnects(ProofRun run, Tally tally) {
    this.run = run;
    this.tally = tally;
  }

  /// A server that takes connections and closes them at once, or keeps them in silence.
  private static final class Rude implements AutoCloseable {
    private static final int KEPT_MAX = 64;

    private final ServerSocket server;
    private final ConcurrentLinkedQueue<Socket> kept = new ConcurrentLinkedQueue<>();

    Rude(boolean closes) throws IOException {
      server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    Socket socket = server.accept();
                    if (!closes) {
                      kept.add(socket);
                    }
                    if (closes || kept.size() > KEPT_MAX) {
                      (closes ? socket : kept.remove()).close();
                    }
                  }
                } catch (IOException e) {
                  // closed
                }
              });
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : kept) {
        socket.close();
      }
    }
  }

  /// @param count failed reconnects, over all links
  void run(Path directory, long count) throws Exception {
    Files.createDirectories(directory);
    Path notATerminal = Files.writeString(directory.resolve("file"), "no terminal");
    int refused = Loopback.freePort();
    try (Rude closing = new Rude(true);
        Rude mute = new Rude(false)) {
      StringBuilder links = new StringBuilder("links:\n");
      StringBuilder devices = new StringBuilder("devices:\n");
      int number = 0;
      for (int port :
          new int[] {refused, refused, closing.port(), closing.port(), mute.port(), mute.port()}) {
        add(
            links,
            devices,
            number++,
            "type: modbus-tcp, settings: {host: 127.0.0.1, port: %d, connect-timeout: 500ms}"
                .formatted(port));
      }
      for (Path port : List.of(directory.resolve("absent"), notATerminal)) {
        add(links, devices, number++, "type: modbus-rtu, settings: {port: \"%s\"}".formatted(port));
      }
      try (Child gateway =
          new Child(
              run,
              directory.resolve("gateway"),
              ACQUISITION,
              links.toString() + devices,
              FIXED_HEAP)) {
        measure(gateway, count);
      }
    }
  }

  private static void add(StringBuilder links, StringBuilder devices, int number, String link) {
    links.append("  link-%d: {%s}\n".formatted(number, link));
    devices.append(
        "  dead-%d: {every: 1s, driver: modbus, link: link-%d, settings: {unit-id: 1, timeout: 20ms, retries: 0, profile: %s}}\n"
            .formatted(number, number, Street.REGISTERS));
  }

  private static long failures(Child gateway) {
    return gateway.devices().values().stream().mapToLong(Child.Device::failures).sum();
  }

  /// What asking costs the process the first times, it costs before the first point.
  private static void warmUp(Child gateway) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      gateway.devices();
      gateway.rssKb();
      gateway.codeKb();
    }
  }

  private void measure(Child gateway, long count) throws Exception {
    long giveUp = System.nanoTime() + ALL_MAX.toNanos();
    long first = count / 2;
    warmUp(gateway);
    List<double[]> points = new ArrayList<>();
    while (points.size() < POINTS) {
      long next = first + (count - first) * points.size() / (POINTS - 1);
      long done = failures(gateway);
      if (done >= next) {
        points.add(
            new double[] {
              done, gateway.rssKb(), gateway.threads(), gateway.files(), gateway.codeKb()
            });
        continue;
      }
      if (!gateway.alive() || System.nanoTime() > giveUp) {
        tally.wrong("reconnects: only %d of %d were made", done, count);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    tally.fault("%,d failed reconnects".formatted(count));
    Slope whole = slope(points, 1);
    Slope code = slope(points, 4);
    double codeMost = 0;
    for (double[] point : points) {
      codeMost = Math.max(codeMost, point[4]);
      point[1] -= codeMost;
    }
    Slope rss = slope(points, 1);
    Slope threads = slope(points, 2);
    Slope files = slope(points, 3);
    tally.note(
        "RSS as a whole %+.2f ± %.2f kB for each 1,000, of which code the Java machine compiled"
            + " meanwhile %+.2f kB",
        whole.perUnit() * 1000, whole.error() * 1000, code.perUnit() * 1000);
    tally.note(
        "%,.0f failed reconnects; over the second half, for each 1,000: RSS without code %+.2f ± %.2f kB (95 %%), threads %+.3f, files %+.3f; that %.0f to %.0f kB, threads %.0f to %.0f, files %.0f to %.0f",
        points.getLast()[0],
        rss.perUnit() * 1000,
        rss.error() * 1000,
        threads.perUnit() * 1000,
        files.perUnit() * 1000,
        points.getFirst()[1],
        points.getLast()[1],
        points.getFirst()[2],
        points.getLast()[2],
        points.getFirst()[3],
        points.getLast()[3]);
    double max = run.brief() ? SLOPE_BRIEF_MAX_KB : SLOPE_MAX_KB;
    // What grows is told from noise by the lower end of the interval.
    if ((rss.perUnit() - rss.error()) * 1000 > max) {
      tally.wrong("reconnects: RSS grows by %.1f kB per 1,000", rss.perUnit() * 1000);
    }
    leak("threads", points, 2);
    leak("files", points, 3);
  }

  /// Threads and files are counted: the least of the last third must not be above the most of the
  /// first third.
  private void leak(String what, List<double[]> points, int column) {
    int third = points.size() / 3;
    double before = points.stream().limit(third).mapToDouble(p -> p[column]).max().orElseThrow();
    double after =
        points.stream().skip(points.size() - third).mapToDouble(p -> p[column]).min().orElseThrow();
    if (after > before) {
      tally.wrong("reconnects: %s grow from %.0f to %.0f", what, before, after);
    }
  }

  private static Slope slope(List<double[]> points, int column) {
    return Slope.of(
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[column]).toArray());
  }
}
