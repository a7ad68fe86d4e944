package vn.binhduong.gateway.proof.site;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.Main;
import vn.binhduong.gateway.ioc.standin.LinkProxy;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.verify.TruthFollower;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.faults.Faults;

/// A gateway process with instruments of its own behind a link that can be cut. For one thread.
///
/// The instruments live in the gateway's process, but their truth logs are files outside its data
/// directory: a row is there before the gateway has the sample, and outlives a SIGKILL.
public final class Site implements AutoCloseable {
  /// First level of every topic.
  public static final String TOPIC_ROOT = "proof";

  private static final int POLLED = 3;
  private static final Duration GONE_MAX = Duration.ofSeconds(20);
  private static final Duration ASK_EVERY = Duration.ofMillis(20);
  private static final Duration STRIKE_MAX = Duration.ofSeconds(20);
  private static final int ANSWER_MILLIS_MAX = 1_000;
  private static final String LONGEST = "gateway_store_longest_commit_seconds ";

  private final String name;
  private final Path directory;
  private final List<String> words;
  private final LinkProxy link;
  private final int metricsPort;
  private final TruthFollower truth;
  private int truthSeen;
  private @Nullable Process process;
  private long startMillis;
  private long askedMillis;
  private long toldMillis = -1;
  private Duration commitInterval = Duration.ofSeconds(1);

  /// A site whose gateway is not started yet.
  ///
  /// @param name a letter, begins the ids of its devices
  /// @param directory of all its files
  /// @param words the gateway's command line, with `{config}` and `{data}`
  public Site(String name, Path directory, int brokerPort, List<String> words) throws IOException {
    this.name = name;
    this.directory = Files.createDirectories(directory).toAbsolutePath();
    this.words = List.copyOf(words);
    this.link = new LinkProxy(0, brokerPort);
    this.metricsPort = Loopback.freePort();
    this.truth = new TruthFollower(truthLogs());
  }

  /// Its gateway's id.
  public String gateway() {
    return "PROOF-" + name.toUpperCase(Locale.ROOT);
  }

  /// The data directory.
  public Path data() {
    return directory.resolve("data");
  }

  /// The way to the broker.
  public LinkProxy link() {
    return link;
  }

  /// The file that takes the gateway's output.
  public Path log() {
    return directory.resolve("gateway.log");
  }

  /// Where its instruments write what they emitted.
  public List<Path> truthLogs() {
    return devices().stream().map(this::truthLog).toList();
  }

  /// How the ids of its devices begin.
  public String name() {
    return name;
  }

  private List<String> devices() {
    List<String> devices = new ArrayList<>();
    for (int i = 0; i < POLLED; i++) {
      devices.add(name + i);
    }
    devices.add(name + "k");
    return devices;
  }

  private Path truthLog(String device) {
    return directory.resolve(device + ".truth.jsonl");
  }

  /// Starts the gateway.
  ///
  /// @param interval its commit interval
  /// @param withDevices false when it shall only deliver what is stored
  /// @param wrap puts words before its command line, such as the fault layer's
  public void start(Duration interval, boolean withDevices, UnaryOperator<List<String>> wrap)
      throws IOException {
    commitInterval = interval;
    Path config = directory.resolve("gateway.yaml");
    Files.writeString(config, yaml(withDevices));
    truthSeen = truth.poll().size();
    startMillis = System.currentTimeMillis();
    toldMillis = -1;
    process =
        new ProcessBuilder(wrap.apply(command(config)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .redirectInput(new File("/dev/null"))
            .start();
  }

  /// The command line of the gateway, with our instruments and the small segments.
  private List<String> command(Path config) {
    List<String> command = new ArrayList<>();
    for (String word : ProofRun.withInstruments(words)) {
      command.add(
          word.equals(Main.class.getName())
              ? SmallGateway.class.getName()
              : word.replace("{config}", config.toString()).replace("{data}", data().toString()));
    }
    return command;
  }

  /// Whether the process runs.
  public boolean alive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /// What the instruments emitted since the last start.
  public List<TruthRow> emitted() throws IOException {
    List<TruthRow> all = truth.poll();
    return all.subList(truthSeen, all.size());
  }

  /// Waits until the instruments have emitted something.
  ///
  /// @return false when they have not within `patience`, or the process is gone
  public boolean awaitEmitted(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (emitted().isEmpty()) {
      if (!alive() || System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return true;
  }

  /// Kills the gateway with SIGKILL and waits until it is gone.
  public Life kill() throws IOException, InterruptedException {
    Process current = running();
    ask();
    long signal = System.currentTimeMillis();
    current.destroyForcibly();
    if (!current.waitFor(GONE_MAX)) {
      throw new IOException(
          "pid %d is still there %s after SIGKILL".formatted(current.pid(), GONE_MAX));
    }
    return ended(signal);
  }

  /// Waits until a fault has killed the gateway.
  ///
  /// @return empty when it still lives after `patience`
  /// @throws IOException when it ended, but not by the fault
  private Optional<Life> awaitDeath(Faults faults, Duration patience)
      throws IOException, InterruptedException {
    Process current = running();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!current.waitFor(ASK_EVERY)) {
      if (System.nanoTime() > deadline) {
        return Optional.empty();
      }
      ask();
    }
    if (faults.struck() == 0) {
      throw new IOException(
          "it ended by itself with %d; see %s".formatted(current.exitValue(), log()));
    }
    long ago = System.nanoTime() - faults.struckAtNanos();
    return Optional.of(ended(System.currentTimeMillis() - ago / 1_000_000));
  }

  /// Ends a life: where a kill is armed, by that, as long as there is hope for it.
  ///
  /// @throws IOException when it ended, but not by us
  public Life end(Faults faults, boolean armed) throws IOException, InterruptedException {
    if (armed) {
      Optional<Life> struck = awaitDeath(faults, STRIKE_MAX);
      if (struck.isPresent()) {
        return struck.get();
      }
    }
    if (!alive()) {
      throw new IOException("the gateway ended by itself; see " + log());
    }
    return kill();
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException("gateway is not started");
    }
    return current;
  }

  private Life ended(long signalMillis) {
    process = null;
    return new Life(
        startMillis,
        signalMillis,
        System.currentTimeMillis(),
        commitInterval,
        toldMillis < 0 ? -1 : toldMillis + Math.max(0, signalMillis - askedMillis));
  }

  private void ask() {
    long asked = System.currentTimeMillis();
    long told = longestCommitMillis();
    if (told >= 0) {
      toldMillis = told;
      askedMillis = asked;
    }
  }

  /// Stops the gateway with SIGTERM.
  ///
  /// @return its exit code; -1 when it had to be killed
  public int stop(Duration patience) throws InterruptedException {
    Process current = process;
    if (current == null) {
      return 0;
    }
    process = null;
    current.destroy();
    if (current.waitFor(patience)) {
      return current.exitValue();
    }
    current.destroyForcibly().waitFor();
    return -1;
  }

  /// What the metrics page tells; -1 when there is none yet.
  private long longestCommitMillis() {
    try {
      HttpURLConnection page =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:%d/metrics".formatted(metricsPort))
                  .toURL()
                  .openConnection();
      page.setConnectTimeout(ANSWER_MILLIS_MAX);
      page.setReadTimeout(ANSWER_MILLIS_MAX);
      String text = new String(page.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.startsWith(LONGEST))
          .mapToLong(
              line -> Math.round(1000 * Double.parseDouble(line.substring(LONGEST.length()))))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1; // it has not come so far
    }
  }

  private String yaml(boolean withDevices) {
    StringBuilder yaml =
        new StringBuilder(
            """
            # Made for one life of a gateway under proof.
            gateway:
              id: %s
              data-directory: "%s"
              profile: demo
            store:
              commit-interval: %dms
            uplink:
              broker: "mqtt://127.0.0.1:%d"
              topic-root: %s
              batch-interval: 250ms
              refresh: 2s
              reconnect-first: 200ms
              reconnect-max: 1s
              progress-timeout: 5s
            control:
              socket: "%s"
            metrics:
              port: %d
            """
                .formatted(
                    gateway(),
                    data(),
                    commitInterval.toMillis(),
                    link.port(),
                    TOPIC_ROOT,
                    directory.resolve("control.sock"),
                    metricsPort));
    if (!withDevices) {
      return yaml.toString();
    }
    yaml.append("devices:\n");
    for (String device : devices()) {
      yaml.append(
          device.endsWith("k")
              ? "  %s: {driver: proof-counter, settings: {truth-log: \"%s\"}}\n"
                  .formatted(device, truthLog(device))
              : "  %s: {driver: proof-meter, every: 100ms, settings: {truth-log: \"%s\"}}\n"
                  .formatted(device, truthLog(device)));
    }
    return yaml.toString();
  }

  @Override
  public void close() throws IOException {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
    link.close();
  }
}
