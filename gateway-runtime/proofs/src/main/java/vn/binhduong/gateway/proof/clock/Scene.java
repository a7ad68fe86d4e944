package vn.binhduong.gateway.proof.clock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.standin.Desk;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.ioc.standin.LinkProxy;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.ioc.standin.SchemaCheck;
import vn.binhduong.gateway.ioc.verify.Outage;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.ioc.verify.Verdict;
import vn.binhduong.gateway.ioc.verify.Verifier;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// One case of the proof: a broker, a link, three instruments, an IOC, and a gateway process that
/// sees a scripted wall clock. Its own thread, but for the parts that say otherwise.
///
/// Instants of the harness are of [ScriptedClock#now]; where the kit wants milliseconds since 1970,
/// they are counted from a fixed day of no meaning, so that no wall clock of this machine is
/// involved.
final class Scene implements AutoCloseable {
  static final String ROOT = "clock";

  /// Period of each instrument, milliseconds; instrument 1 is the first.
  static final List<Integer> PERIODS = List.of(200, 500, 1000);

  private static final long STEADY_MILLIS = 1_000_000_000_000L;
  private static final long LOSS_BOUND_MILLIS = 2_000;
  private static final long IN_FLIGHT_MILLIS = 500;
  private static final long TOLERANCE_MILLIS = 1_000;
  private static final Duration STOP_MAX = Duration.ofSeconds(8);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration ASK_MAX = Duration.ofSeconds(5);

  /// A polled device whose period passed this often without a poll has stalled.
  private static final int PERIODS_MAX = 3;

  private static final long SLACK_NANOS = 1_000_000_000L;

  final ScriptedClock clock;
  final LinkProxy link;
  final Desk desk;

  private final String name;
  private final ProofRun run;
  private final Tally tally;
  private final Path directory;
  private final ClockLayer layer;
  private final Stalls stalls;
  private final Counters counters;
  private final Mosquitto broker;
  private final Accounts accounts = new Accounts();
  private final IocConsumer consumer;
  private final List<Outage> outages = new ArrayList<>();
  private final Map<String, String> uplink = new HashMap<>();
  private final List<long[]> alive = new ArrayList<>();
  private @Nullable GatewayProcess gateway;
  private long aliveFrom;

  /// Everything but the gateway runs.
  ///
  /// @param validity of the broker's certificate
  Scene(
      String name,
      Certificates.Span validity,
      ProofRun run,
      Tally tally,
      ClockLayer layer,
      Stalls stalls)
      throws IOException, InterruptedException {
    this.name = name;
    this.run = run;
    this.tally = tally;
    this.layer = layer;
    this.stalls = stalls;
    this.directory = Files.createDirectories(run.directory().resolve(name));
    this.clock = new ScriptedClock(directory.resolve("clock.control"));
    this.counters = new Counters();
    int port = Loopback.freePort();
    int tlsPort = Loopback.freePort();
    Certificates certificates = new Certificates(directory.resolve("pki"), validity);
    this.broker = new Mosquitto(directory, port, certificates.listener(tlsPort));
    broker.start();
    this.link = new LinkProxy(0, tlsPort);
    this.desk = new Desk(directory.resolve("received.jsonl"), new SchemaCheck(ROOT));
    this.consumer =
        new IocConsumer(
            ConsumerSettings.of("tcp://127.0.0.1:" + port, "ioc-" + name, ROOT),
            accounts,
            desk,
            steady());
    uplink.put("broker", "mqtts://localhost:" + link.port());
    uplink.put("ca-file", "\"" + certificates.authority() + "\"");
    uplink.put("topic-root", ROOT);
    uplink.put("batch-interval", "200ms");
    uplink.put("refresh", "1s");
    uplink.put("reconnect-first", "200ms");
    uplink.put("reconnect-max", "2s");
    uplink.put("keep-alive", "5s");
    uplink.put("progress-timeout", "10s");
    while (!consumer.connected()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /// Time of the harness for the kit: monotonic, from a day of no meaning.
  static InstantSource steady() {
    return () -> Instant.ofEpochMilli(steadyMillis(ScriptedClock.now()));
  }

  static long steadyMillis(long nanos) {
    return STEADY_MILLIS + Math.floorDiv(nanos, 1_000_000L);
  }

  static long nanos(long steadyMillis) {
    return (steadyMillis - STEADY_MILLIS) * 1_000_000L;
  }

  static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }

  /// A setting of the uplink, before the first boot.
  void set(String key, String value) {
    uplink.put(key, value);
  }

  /// The machine boots and measures, with a new boot id and where possible a monotonic clock that
  /// begins anew.
  void boot() throws IOException, InterruptedException {
    Path config = directory.resolve("gateway.yaml");
    Files.writeString(config, yaml());
    GatewayProcess process =
        new GatewayProcess(
            layer.boot(
                directory.resolve("clock.control"),
                directory.resolve("boot_id"),
                run.gateway(config, data())),
            directory.resolve("gateway.log"),
            steady(),
            LOSS_BOUND_MILLIS,
            IN_FLIGHT_MILLIS,
            desk::tell);
    gateway = process;
    long from = ScriptedClock.now();
    process.start();
    while (!measures(from)) {
      if (ScriptedClock.now() - from > START_MAX.toNanos() || !process.running()) {
        throw new IOException(name + ": the gateway does not measure; see " + directory);
      }
      sleep(0.02);
    }
    aliveFrom = ScriptedClock.now();
  }

  /// Whether each instrument was asked for a sample since.
  private boolean measures(long from) {
    return counters.served().stream()
            .filter(s -> s.nanos() > from && !s.probe())
            .map(Counters.Served::device)
            .distinct()
            .count()
        == PERIODS.size();
  }

  /// The power goes.
  void cutPower() throws InterruptedException {
    fault("power cut without a clock");
    GatewayProcess process = running();
    alive.add(new long[] {aliveFrom, ScriptedClock.now()});
    process.kill();
    outages.addAll(process.outages());
    gateway = null;
  }

  private GatewayProcess running() {
    GatewayProcess process = gateway;
    if (process == null) {
      throw new IllegalStateException(name + ": the gateway does not run");
    }
    return process;
  }

  void sleep(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(seconds(seconds));
  }

  void fault(String kind) {
    synchronized (tally) {
      tally.fault(kind);
    }
  }

  void wrong(String format, Object... arguments) {
    synchronized (tally) {
      tally.wrong(name + ": " + format, arguments);
    }
  }

  void note(String format, Object... arguments) {
    synchronized (tally) {
      tally.note(name + ": " + format, arguments);
    }
  }

  /// The status as a technician sees it.
  JsonNode status() throws IOException, InterruptedException {
    try (ControlClient client = ControlClient.connect(directory.resolve("control.sock"))) {
      return client.ask("status", JsonNodeFactory.instance.objectNode(), ASK_MAX);
    } catch (ControlException e) {
      throw new IOException(e);
    }
  }

  /// What the gateway wrote to its log so far.
  String log() throws IOException {
    return Files.readString(directory.resolve("gateway.log"));
  }

  /// Samples that arrived, beside the truth.
  List<TimeJudge.Judged> judged() {
    return TimeJudge.judge(desk.arrivals(), counters.served(), clock::truthMillis);
  }

  /// Events of a kind that arrived, without repetitions.
  List<Arrival.Event> events(String kind) {
    Map<Long, Arrival.Event> events = new java.util.TreeMap<>();
    for (Arrival arrival : desk.arrivals()) {
      if (arrival instanceof Arrival.Event event && event.kind().equals(kind)) {
        events.putIfAbsent(event.number(), event);
      }
    }
    return List.copyOf(events.values());
  }

  /// Stops the gateway when everything has arrived, and judges what holds in every case: the
  /// account closes, no final time was rewritten, no unmarked time is wrong, no instrument waited.
  List<TimeJudge.Judged> close(int connections) throws IOException, InterruptedException {
    awaitDrained();
    long connects = status().path("uplink").path("connects").asLong();
    if (connects != connections) {
      wrong("expected %d connections of the last boot, found %d", connections, connects);
    }
    alive.add(new long[] {aliveFrom, ScriptedClock.now()});
    GatewayProcess process = running();
    if (!process.stop(STOP_MAX)) {
      wrong("the gateway did not stop within %s", STOP_MAX);
    }
    outages.addAll(process.outages());
    awaitQuiet();
    List<TimeJudge.Judged> judged = judged();
    account(judged);
    times(judged);
    polls();
    return judged;
  }

  private void awaitDrained() throws IOException, InterruptedException {
    long end = ScriptedClock.now() + DRAIN_MAX.toNanos();
    while (ScriptedClock.now() < end) {
      if (status().path("store").path("backlog").asLong() <= PERIODS.size() * 3L) {
        return;
      }
      sleep(0.2);
    }
    wrong("the backlog did not drain within %s", DRAIN_MAX);
  }

  /// The consumer has taken what the broker still had for it.
  private void awaitQuiet() throws InterruptedException {
    long messages;
    do {
      messages = desk.messages();
      sleep(0.5);
    } while (desk.messages() != messages);
  }

  private void account(List<TimeJudge.Judged> judged) {
    IdentityHashMap<Arrival.Row, Long> instants = new IdentityHashMap<>();
    judged.forEach(sample -> instants.put(sample.row(), sample.servedNanos()));
    // Times are judged for themselves; here each sample stands where its instrument answered.
    List<Arrival> placed =
        desk.arrivals().stream()
            .map(
                arrival ->
                    arrival instanceof Arrival.Row row && instants.containsKey(row)
                        ? new Arrival.Row(
                            row.stream(),
                            row.number(),
                            steadyMillis(instants.get(row)),
                            row.clock(),
                            row.history(),
                            row.values(),
                            row.quality(),
                            row.receivedMillis())
                        : arrival)
            .toList();
    List<TruthRow> truth = counters.truth();
    Verdict verdict = new Verifier(TOLERANCE_MILLIS).judge(placed, truth, outages);
    synchronized (tally) {
      tally.lost(verdict.lost().size());
      tally.duplicated(verdict.contradictions().size());
      tally.unaccounted(
          verdict.streams().stream().mapToLong(stream -> stream.missingCount()).sum());
    }
    verdict.reasons().forEach(reason -> wrong("%s", reason));
    if (desk.invalid() > 0) {
      wrong("%d messages are not as the contract says: %s", desk.invalid(), desk.problems());
    }
  }

  private void times(List<TimeJudge.Judged> judged) {
    TimeJudge.rewritten(judged).forEach(text -> wrong("%s", text));
    double worst = 0;
    int excused = 0;
    for (TimeJudge.Judged sample : judged) {
      if (sample.marked()) {
        continue;
      }
      double error = sample.errorMillis();
      worst = Math.max(worst, Math.abs(error));
      if (beyond(sample, error, TimeJudge.ERROR_MILLIS_MAX)) {
        wrong(
            "%s %d is not marked and wrong by %.0f ms",
            sample.row().stream().device(), sample.row().number(), error);
      } else if (Math.abs(error) > TimeJudge.ERROR_MILLIS_MAX) {
        excused++;
      }
    }
    Map<String, Long> states =
        judged.stream().collect(Collectors.groupingBy(s -> s.row().clock(), Collectors.counting()));
    note(
        "%s, worst unmarked error %.0f ms%s",
        new java.util.TreeMap<>(states),
        worst,
        excused == 0 ? "" : " (%d late while this machine stood still)".formatted(excused));
  }

  /// Whether a time is wrong by more than a bound, and not merely late because this machine kept
  /// the gateway from stamping the answer.
  ///
  /// @param offMillis how far it is off what the gateway's clock should have said, late is positive
  boolean beyond(TimeJudge.Judged sample, double offMillis, double mostMillis) {
    if (Math.abs(offMillis) <= mostMillis) {
      return false;
    }
    long served = sample.servedNanos();
    long stamped = served + (long) (offMillis * 1e6);
    return offMillis < 0
        || offMillis
            > mostMillis
                + Math.max(stalls.nearMillis(served), stalls.waitedMillis(served, stamped));
  }

  /// The schedule is monotonic: a device is asked once a period, whatever the wall clock does.
  private void polls() {
    List<Counters.Served> served = counters.served();
    for (int i = 0; i < PERIODS.size(); i++) {
      String device = Counters.device(i + 1);
      long period = TimeUnit.MILLISECONDS.toNanos(PERIODS.get(i));
      for (long[] span : alive) {
        List<Long> polls =
            served.stream()
                .filter(s -> s.device().equals(device))
                .map(Counters.Served::nanos)
                .filter(nanos -> nanos >= span[0] && nanos <= span[1])
                .toList();
        if (polls.size() < 3) {
          wrong("%s was asked only %d times in a boot", device, polls.size());
          continue;
        }
        for (int k = 1; k < polls.size(); k++) {
          long gap = polls.get(k) - polls.get(k - 1);
          long end = polls.get(k);
          if (gap > PERIODS_MAX * period
              && gap > SLACK_NANOS + stalls.nearMillis(end) * 1_000_000L) {
            wrong("%s was not asked for %d ms", device, gap / 1_000_000);
          }
        }
        long passed = polls.getLast() - polls.getFirst();
        double share = (polls.size() - 1) * (double) period / passed;
        if (share < 0.95 || share > 1.05) {
          wrong("%s was asked at %.0f %% of its rate", device, 100 * share);
        }
      }
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        """
        gateway: {id: CLOCK-0001, data-directory: "%s"}
        store: {commit-interval: 300ms}
        control: {socket: "%s"}
        metrics: {port: 0}
        uplink:
        """
            .formatted(data(), directory.resolve("control.sock")));
    uplink.forEach((key, value) -> yaml.append("  %s: %s%n".formatted(key, value)));
    yaml.append(
        """
        links:
          bus1: {type: modbus-tcp, settings: {host: 127.0.0.1, port: %d}}
          bus2: {type: modbus-tcp, settings: {host: 127.0.0.1, port: 1}}
        devices:
        """
            .formatted(counters.port()));
    for (int i = 0; i < PERIODS.size(); i++) {
      device(yaml, Counters.device(i + 1), "bus1", i + 1, PERIODS.get(i));
    }
    device(yaml, "absent", "bus2", 9, 1000); // makes an event
    return yaml.toString();
  }

  private static void device(StringBuilder yaml, String id, String bus, int unit, int period) {
    yaml.append(
        """
          %s:
            driver: modbus
            link: %s
            every: %dms
            settings:
              unit-id: %d
              timeout: 2s
              retries: 0
              profile:
                maker: proof
                model: counter
                registers:
                  - {channel: count, address: 0, type: u32, unit: count, min: 0, max: 4294967295, doc: answers}
        """
            .formatted(id, bus, period, unit));
  }

  @Override
  public void close() throws IOException {
    GatewayProcess process = gateway;
    if (process != null) {
      process.close();
    }
    consumer.close();
    link.close();
    broker.close();
    counters.close();
    desk.close();
  }
}
