package vn.binhduong.gateway.proof.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.standin.DemoConfiguration;
import vn.binhduong.gateway.ioc.standin.Desk;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.ioc.standin.LinkProxy;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.ioc.standin.Reckoning;
import vn.binhduong.gateway.ioc.standin.SchemaCheck;
import vn.binhduong.gateway.ioc.street.Street;
import vn.binhduong.gateway.ioc.verify.TruthFollower;
import vn.binhduong.gateway.ioc.verify.Verdict;

/// The torture run as a program: against mosquitto it restarts the broker, kills the gateway with
/// SIGKILL at random moments and cuts the link for one long outage, in an order and at moments that
/// the seed decides; then drains and judges.
///
/// The broker is restarted as its owner would (SIGTERM, so it saves its sessions): the promise
/// under test is the gateway's, and a message that a broker has acknowledged and then forgotten is
/// the consumer's to ask for again.
public final class Torture {
  private static final Duration PAUSE_MAX = Duration.ofSeconds(8);
  private static final Duration PAUSE_MIN = Duration.ofMillis(500);
  private static final Duration BROKER_DOWN_MAX = Duration.ofSeconds(3);
  private static final Duration DRAIN_MAX = Duration.ofMinutes(10);
  private static final Duration SETTLE_MAX = Duration.ofMinutes(1);
  private static final Duration STOP_MAX = Duration.ofSeconds(8);
  private static final long TICK_MILLIS = 250;
  private static final long LAG_MILLIS = 5_000;
  private static final long IN_FLIGHT_MILLIS = 500;

  private enum Blow {
    RESTART_BROKER,
    KILL_GATEWAY,
    OUTAGE
  }

  private final TortureOptions options;
  private final InstantSource clock;
  private final Random random;
  private final Mosquitto broker;
  private final LinkProxy link;
  private final GatewayProcess gateway;
  private final Reckoning reckoning;
  private final Desk desk;
  private final long startMillis;

  private Torture(
      TortureOptions options,
      InstantSource clock,
      Mosquitto broker,
      LinkProxy link,
      GatewayProcess gateway,
      Reckoning reckoning,
      Desk desk) {
    this.options = options;
    this.clock = clock;
    this.random = new Random(options.seed());
    this.broker = broker;
    this.link = link;
    this.gateway = gateway;
    this.reckoning = reckoning;
    this.desk = desk;
    this.startMillis = clock.millis();
  }

  /// Runs it; see `--help`.
  public static void main(String... args) throws IOException, InterruptedException {
    TortureOptions options;
    try {
      options = TortureOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("torture: " + e.getMessage());
      System.err.println(TortureOptions.USAGE);
      System.exit(2);
      return;
    }
    System.exit(run(options, InstantSource.system()));
  }

  private static int run(TortureOptions options, InstantSource clock)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("torture-");
    System.out.printf(
        "seed %d: %d broker restarts, %d SIGKILLs, one outage of %d s; everything in %s%n",
        options.seed(),
        options.restarts(),
        options.kills(),
        options.outage().toSeconds(),
        directory);
    int brokerPort = Loopback.freePort();
    int modbusPort = Loopback.freePort();
    try (Mosquitto broker = new Mosquitto(directory, brokerPort);
        LinkProxy link = new LinkProxy(0, brokerPort)) {
      broker.start();
      DemoConfiguration configuration =
          new DemoConfiguration(directory, options.seed(), link.port(), modbusPort, 0);
      Accounts accounts = new Accounts();
      try (Street street =
              new Street(options.seed(), modbusPort, configuration.streetTruth(), clock);
          Desk desk =
              new Desk(
                  directory.resolve("received.jsonl"),
                  new SchemaCheck(DemoConfiguration.TOPIC_ROOT));
          GatewayProcess gateway =
              new GatewayProcess(
                  configuration.command(options.command()),
                  directory.resolve("gateway.log"),
                  clock,
                  options.lossBound().toMillis(),
                  IN_FLIGHT_MILLIS,
                  desk::tell);
          IocConsumer consumer =
              new IocConsumer(
                  ConsumerSettings.of(
                          "tcp://127.0.0.1:" + brokerPort,
                          "torture-ioc",
                          DemoConfiguration.TOPIC_ROOT)
                      .withHoleAge(Duration.ofSeconds(30)),
                  accounts,
                  desk,
                  clock)) {
        while (!consumer.connected()) {
          TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        }
        Files.writeString(configuration.gatewayYaml(), configuration.yaml(true));
        Torture torture =
            new Torture(
                options,
                clock,
                broker,
                link,
                gateway,
                new Reckoning(desk, accounts, new TruthFollower(configuration.truthLogs())),
                desk);
        torture.tell("street on port %d".formatted(street.port()));
        gateway.start();
        torture.strike();
        return torture.judge(configuration);
      }
    }
  }

  private void strike() throws IOException, InterruptedException {
    List<Blow> blows = new ArrayList<>();
    blows.addAll(Collections.nCopies(options.restarts(), Blow.RESTART_BROKER));
    blows.addAll(Collections.nCopies(options.kills(), Blow.KILL_GATEWAY));
    Collections.shuffle(blows, random);
    blows.add(blows.size() / 2, Blow.OUTAGE);
    pause(Duration.ofSeconds(5), Duration.ofSeconds(8));
    for (Blow blow : blows) {
      switch (blow) {
        case RESTART_BROKER -> {
          broker.stop();
          pause(Duration.ZERO, BROKER_DOWN_MAX);
          broker.start();
          tell("broker restarted");
        }
        case KILL_GATEWAY -> {
          gateway.kill();
          gateway.start();
        }
        case OUTAGE -> {
          link.cut(random.nextBoolean() ? LinkProxy.Cut.RESET : LinkProxy.Cut.SILENT);
          tell("outage begins");
          pause(options.outage(), options.outage());
          link.restore();
          tell("outage ends, %d samples waiting".formatted(reckoning.waiting()));
        }
      }
      pause(PAUSE_MIN, PAUSE_MAX);
    }
  }

  private int judge(DemoConfiguration configuration) throws IOException, InterruptedException {
    tell("draining, %d samples waiting".formatted(reckoning.waiting()));
    long deadline = clock.millis() + DRAIN_MAX.toMillis();
    while (!reckoning.caughtUp(clock.millis(), LAG_MILLIS) && clock.millis() < deadline) {
      pause(Duration.ofMillis(TICK_MILLIS), Duration.ofMillis(TICK_MILLIS));
    }
    gateway.stop(STOP_MAX);
    Files.writeString(configuration.gatewayYaml(), configuration.yaml(false));
    long closing = clock.millis();
    gateway.start();
    while (!reckoning.settled(closing) && clock.millis() < closing + SETTLE_MAX.toMillis()) {
      pause(Duration.ofMillis(TICK_MILLIS), Duration.ofMillis(TICK_MILLIS));
    }
    gateway.stop(STOP_MAX);
    tell("judging");
    Verdict verdict = reckoning.verdict(gateway.outages());
    System.out.println();
    System.out.printf("Verdict, seed %d:%n", options.seed());
    verdict.lines().forEach(System.out::println);
    System.out.printf(
        "%d of %d messages valid by the schemas of the contract%n",
        desk.messages() - desk.invalid(), desk.messages());
    List<String> others = reckoning.otherProblems(gateway);
    others.forEach(problem -> System.out.println("ALSO WRONG: " + problem));
    return verdict.complete() && others.isEmpty() ? 0 : 1;
  }

  private void pause(Duration least, Duration most) throws IOException, InterruptedException {
    long span = most.minus(least).toMillis();
    long millis = least.toMillis() + (span == 0 ? 0 : random.nextLong(span + 1));
    long end = clock.millis() + millis;
    while (clock.millis() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(TICK_MILLIS, Math.max(1, end - clock.millis())));
      gateway.supervise();
      news();
    }
  }

  private void tell(String text) {
    desk.tell(text);
    news();
  }

  private void news() {
    long seconds = (clock.millis() - startMillis) / 1000;
    desk.drainNews().forEach(line -> System.out.printf("%5d s  %s%n", seconds, line));
  }
}
