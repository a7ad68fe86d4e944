package vn.binhduong.gateway.proof.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.ioc.verify.TruthLog;
import vn.binhduong.gateway.ioc.verify.Verdict;
import vn.binhduong.gateway.ioc.verify.Verifier;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// A gateway with two instruments, its broker, and the files of both.
final class Station implements AutoCloseable {
  static final String ROOT = "proof";
  static final String GATEWAY = "ACC-1";
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> DEVICES = List.of("live1", "live2");
  private static final Duration STOP_MAX = Duration.ofSeconds(8);
  private static final long TICK_MILLIS = 50;
  private static final long TOLERANCE_MILLIS = 1_000;

  /// The stated bound of a kill: the commit interval of these tests and the longest commit.
  private static final long LOSS_BOUND_MILLIS = 2_000;

  private static final long IN_FLIGHT_MILLIS = 1_000;

  private final Path directory;
  private final int port;
  private final Mosquitto broker;
  private final GatewayProcess gateway;
  private String uplink = "";

  /// @param directory an empty one, or one that is not there
  Station(ProofRun run, Path directory) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    this.port = Loopback.freePort();
    this.broker = new Mosquitto(directory, port);
    this.gateway =
        new GatewayProcess(
            ProofRun.withInstruments(run.gateway(directory.resolve("gateway.yaml"), data())),
            directory.resolve("gateway.log"),
            InstantSource.system(),
            LOSS_BOUND_MILLIS,
            IN_FLIGHT_MILLIS,
            news -> {});
    broker.start();
  }

  Path data() {
    return directory.resolve("data");
  }

  Mosquitto broker() {
    return broker;
  }

  int port() {
    return port;
  }

  GatewayProcess gateway() {
    return gateway;
  }

  /// Further settings of the uplink from the next start on, such as `ack: ioc, `.
  Station with(String settings) {
    uplink = settings;
    return this;
  }

  /// Starts the gateway.
  ///
  /// @param measuring whether its instruments run
  void start(boolean measuring) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            gateway: {id: %s, data-directory: "%s", profile: demo}
            store: {commit-interval: 500ms, budget-mib: 64, free-floor-mib: 0}
            uplink: {broker: "mqtt://127.0.0.1:%d", topic-root: %s, refresh: 1s, reconnect-first: 200ms,
              reconnect-max: 1s, %s progress-timeout: 5s}
            control: {socket: "%s"}
            metrics: {port: 0}
            """
                .formatted(GATEWAY, data(), port, ROOT, uplink, directory.resolve("control.sock")));
    if (measuring) {
      yaml.append("devices:\n");
      for (int i = 0; i < DEVICES.size(); i++) {
        yaml.append(
            "  %s: {driver: proof-meter, every: %dms, settings: {truth-log: \"%s\"}}%n"
                .formatted(DEVICES.get(i), 100 + 50 * i, truth(DEVICES.get(i))));
      }
    }
    Files.writeString(directory.resolve("gateway.yaml"), yaml.toString());
    gateway.start();
  }

  /// Stops the gateway in order.
  void stop() throws InterruptedException {
    gateway.stop(STOP_MAX);
  }

  /// A consumer of all topics.
  IocConsumer consumer(String client, Accounts accounts, IocHandler handler) {
    return new IocConsumer(settings(client).alone(), accounts, handler, InstantSource.system());
  }

  /// Settings of a consumer in the group.
  ConsumerSettings settings(String client) {
    return ConsumerSettings.of("tcp://127.0.0.1:" + port, client, ROOT)
        .withHoleAge(Duration.ofMinutes(10));
  }

  /// Waits until it is so, at most [#PATIENCE].
  boolean await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    return true;
  }

  /// Waits for what must come for the proof to be one.
  void require(String what, BooleanSupplier condition) throws IOException, InterruptedException {
    if (!await(condition)) {
      throw new IOException(
          "not within %s: %s; see %s".formatted(PATIENCE, what, directory.resolve("gateway.log")));
    }
  }

  /// Whether every stream has its ledger and no number is missing.
  static boolean closed(Accounts accounts) {
    return accounts.map(account -> account.ledgerSeen() && account.missingCount() == 0).stream()
        .allMatch(Boolean::booleanValue);
  }

  /// Samples and events that arrived, each number once.
  static long received(Accounts accounts) {
    return accounts.map(StreamAccount::receivedCount).stream().mapToLong(Long::longValue).sum();
  }

  /// Starts the gateway and waits until it says that it is online.
  ///
  /// @param measuring whether its instruments run
  void startOnline(boolean measuring, Archive archive) throws IOException, InterruptedException {
    int before = archive.onlines();
    start(measuring);
    require("the gateway is online", () -> archive.onlines() > before);
  }

  /// The closing run, with instruments off: whatever is stored comes, and the last ledger. What is
  /// still missing after a while is counted by the judge.
  void settle(Accounts accounts, Archive archive) throws IOException, InterruptedException {
    gateway.stop(STOP_MAX);
    startOnline(false, archive);
    TimeUnit.SECONDS.sleep(3);
    await(() -> closed(accounts));
    gateway.stop(STOP_MAX);
  }

  /// The verifier's judgement over everything that arrived.
  void judge(Tally tally, String scenario, Archive archive) throws IOException {
    judge(tally, scenario, archive, arrival -> false);
  }

  /// The same without the arrivals that were provoked.
  void judge(Tally tally, String scenario, Archive archive, Predicate<Arrival> provoked)
      throws IOException {
    Verdict verdict =
        new Verifier(TOLERANCE_MILLIS)
            .judge(
                archive.arrivals().stream().filter(provoked.negate()).toList(),
                TruthLog.read(DEVICES.stream().map(this::truth).toList()),
                gateway.outages());
    tally.lost(verdict.lost().size());
    tally.duplicated(verdict.contradictions().size());
    tally.unaccounted(verdict.streams().stream().mapToLong(stream -> stream.missingCount()).sum());
    verdict.reasons().forEach(reason -> tally.wrong("%s: %s", scenario, reason));
    if (archive.refused() > 0) {
      tally.wrong("%s: %d messages break the contract", scenario, archive.refused());
    }
    if (gateway.unexpectedEnds() > 0) {
      tally.wrong("%s: the gateway ended by itself", scenario);
    }
  }

  private Path truth(String device) {
    return directory.resolve(device + ".truth.jsonl");
  }

  @Override
  public void close() {
    gateway.close();
    broker.close();
  }
}
