package vn.binhduong.gateway.proof.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.mqttv5.common.MqttException;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.ioc.verify.TruthLog;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.proof.ProofRun;

/// A gateway with a backlog and three instruments, one of which comes and goes; the link, the
/// broker and both parts of the IOC.
final class Rig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String ROOT = "proof";
  private static final String GATEWAY = "LIVE-1";
  private static final Duration STOP_MAX = Duration.ofSeconds(8);
  private static final Duration ASK_MAX = Duration.ofSeconds(5);
  private static final long FLAP_MILLIS = 2_500;
  private static final long TICK_MILLIS = 50;

  /// The loss bound of a kill: the default commit interval and the longest commit.
  private static final long LOSS_BOUND_MILLIS = 3_000;

  private static final long IN_FLIGHT_MILLIS = 1_500;
  private static final double NO_LIMIT = 1e12;

  private final Path directory;
  private final Link link;
  private final String uplink;
  private final Mosquitto broker;
  private final SlowLink slow;
  private final LiveWatch live;
  private final Watcher watcher;
  private final Accounts accounts = new Accounts();
  private final IocConsumer consumer;
  private final GatewayProcess gateway;
  private long flapAtMillis;

  /// Everything but the gateway runs when this returns.
  ///
  /// @param directory an empty one, or one that is not there
  /// @param uplink further settings of the uplink, each followed by a comma
  Rig(ProofRun run, Path directory, Link link, Backlog backlog, String uplink) throws Exception {
    this.directory = Files.createDirectories(directory);
    this.link = link;
    this.uplink = uplink;
    backlog.write(data());
    int port = Loopback.freePort();
    broker = Mosquitto.taking(directory, port, link.receiveMaximum());
    broker.start();
    slow =
        new SlowLink(port, link.isLimited() ? link.bytesPerSecond() : NO_LIMIT, link.delayMillis());
    live = new LiveWatch(port, ROOT);
    watcher = new Watcher(backlog);
    consumer =
        new IocConsumer(
            ConsumerSettings.of("tcp://127.0.0.1:" + port, "live-ioc", ROOT).alone(),
            accounts,
            watcher,
            InstantSource.system());
    gateway =
        new GatewayProcess(
            run.gateway(config(), data()),
            directory.resolve("gateway.log"),
            InstantSource.system(),
            LOSS_BOUND_MILLIS,
            IN_FLIGHT_MILLIS,
            news -> {});
    require("the consumer is connected", consumer::connected);
  }

  /// Starts the gateway.
  ///
  /// @param measuring whether its instruments run
  void start(boolean measuring) throws IOException {
    Files.writeString(config(), yaml(measuring));
    gateway.start();
  }

  void stop() throws InterruptedException {
    gateway.stop(STOP_MAX);
  }

  GatewayProcess gateway() {
    return gateway;
  }

  LiveWatch live() {
    return live;
  }

  Watcher watcher() {
    return watcher;
  }

  Accounts accounts() {
    return accounts;
  }

  /// Bytes that went from the gateway to the broker, as the link saw them.
  long upBytes() {
    return slow.upBytes();
  }

  /// What the instruments produced.
  List<TruthRow> truth() throws IOException {
    return TruthLog.read(List.of(truth(1), truth(2)));
  }

  /// What `gatewayctl backlog` shows.
  vn.binhduong.gateway.control.Backlog shown() throws IOException, InterruptedException {
    try (ControlClient client = ControlClient.connect(directory.resolve("control.sock"))) {
      JsonNode answer = client.ask("backlog", JsonNodeFactory.instance.objectNode(), ASK_MAX);
      return Answers.as(vn.binhduong.gateway.control.Backlog.class, answer);
    } catch (ControlException e) {
      throw new IOException(e);
    }
  }

  /// How much of the backlog is left, as `gatewayctl backlog` shows it.
  static long left(vn.binhduong.gateway.control.Backlog shown) {
    return shown.streams().stream()
        .filter(stream -> Backlog.owns(stream.device()))
        .mapToLong(stream -> stream.pending())
        .sum();
  }

  /// Plugs the third instrument in or out when it is time; call it often.
  void flap() throws IOException {
    long now = System.currentTimeMillis();
    if (now >= flapAtMillis) {
      flapAtMillis = now + FLAP_MILLIS;
      if (!Files.deleteIfExists(fault())) {
        Files.writeString(fault(), "drop-out");
      }
    }
  }

  /// A little while.
  static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
  }

  /// Waits for what must come for the proof to be one.
  void require(String what, BooleanSupplier condition) throws IOException, InterruptedException {
    if (!await(condition)) {
      throw new IOException(
          "not within %s: %s; see %s".formatted(PATIENCE, what, directory.resolve("gateway.log")));
    }
  }

  /// Waits until it is so, at most [#PATIENCE].
  static boolean await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  @Override
  public void close() throws IOException, MqttException {
    gateway.close();
    consumer.close();
    live.close();
    slow.close();
    broker.close();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path config() {
    return directory.resolve("gateway.yaml");
  }

  private Path fault() {
    return directory.resolve("flap.fault");
  }

  private Path truth(int device) {
    return directory.resolve("live%d.truth.jsonl".formatted(device));
  }

  /// Everything as it stands in the sample file but for the encoding: the promise is one of the
  /// defaults.
  private String yaml(boolean measuring) {
    String yaml =
        """
        gateway: {id: %s, data-directory: "%s", profile: demo}
        uplink: {broker: "mqtt://127.0.0.1:%d", topic-root: %s, %s encoding: %s, compress: %s}
        control: {socket: "%s"}
        metrics: {port: 0}
        """
            .formatted(
                GATEWAY,
                data(),
                slow.port(),
                ROOT,
                uplink,
                link.encoding(),
                link.encoding().equals("cbor"),
                directory.resolve("control.sock"));
    return measuring
        ? yaml
            + """
            devices:
              live1: {driver: sim-air, every: 1s, settings: {seed: 1, truth-log: "%s"}}
              live2: {driver: sim-sound, every: 500ms, settings: {seed: 2, truth-log: "%s"}}
              flap: {driver: sim-weather, every: 250ms, settings: {seed: 3, fault-file: "%s"}}
            """
                .formatted(truth(1), truth(2), fault())
        : yaml;
  }
}
