package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.street.Street;
import vn.binhduong.gateway.ioc.verify.TruthFollower;
import vn.binhduong.gateway.ioc.verify.Verdict;

/// The stand-in IOC as a program: broker, link, consumer, management server, street and the gateway
/// as a child process, with a live view, faults on demand and a verdict at the end.
///
/// One thread does everything in turn; keys come through a queue. The end is the same however it is
/// asked for: the link is restored, the backlog drained, the gateway stopped, started once more
/// without devices so that it delivers all it has stored and its last accounts, and judged.
public final class StandIn {
  private static final long TICK_MILLIS = 250;
  private static final long PLAIN_MILLIS = 5_000;
  private static final Duration DRAIN_MAX = Duration.ofSeconds(90);
  private static final Duration SETTLE_MAX = Duration.ofSeconds(45);
  private static final Duration STOP_MAX = Duration.ofSeconds(8);
  private static final long LAG_MILLIS = 5_000;
  private static final long IN_FLIGHT_MILLIS = 500;
  private static final long RATE_MILLIS = 5_000;
  private static final int CTRL_C = 3;

  private record Counted(long atMillis, long rows, long bytes) {}

  private final StandInOptions options;
  private final InstantSource clock;
  private final Path directory;
  private final DemoConfiguration configuration;
  private final LinkProxy link;
  private final Street street;
  private final Desk desk;
  private final ManagementDesk management;
  private final Accounts accounts = new Accounts();
  private final GatewayProcess gateway;
  private final Reckoning reckoning;
  private final Terminal terminal;
  private final View plainView = new View(160, 24, false);
  private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
  private final Deque<Counted> counted = new ArrayDeque<>();
  private final long startMillis;
  private final Changes changes;
  private final @Nullable Installation installation;
  private final @Nullable Upgrades upgrades;
  private @Nullable IocConsumer consumer;
  private volatile boolean quit;
  private long plainAtMillis;
  private int nextPlug;

  private StandIn(
      StandInOptions options,
      InstantSource clock,
      Path directory,
      DemoConfiguration configuration,
      LinkProxy link,
      Street street,
      Desk desk,
      ManagementDesk management,
      @Nullable Installation installation,
      Terminal terminal) {
    this.options = options;
    this.clock = clock;
    this.directory = directory;
    this.configuration = configuration;
    this.link = link;
    this.street = street;
    this.desk = desk;
    this.management = management;
    this.terminal = terminal;
    this.startMillis = clock.millis();
    this.gateway =
        new GatewayProcess(
            configuration.command(
                installation == null ? options.command() : installation.command()),
            directory.resolve("gateway.log"),
            clock,
            options.lossBound().toMillis(),
            IN_FLIGHT_MILLIS,
            desk::tell);
    this.installation = installation;
    if (installation == null) {
      this.upgrades = null;
    } else {
      this.upgrades =
          new Upgrades(installation, DemoConfiguration.installation(directory), management, desk);
      gateway.supervisedBy(installation);
    }
    this.changes = new Changes(configuration, desk, gateway, clock);
    this.reckoning = new Reckoning(desk, accounts, new TruthFollower(configuration.truthLogs()));
  }

  /// Runs the demo; see `--help`.
  public static void main(String... args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
      System.out.println(StandInOptions.USAGE);
      return;
    }
    StandInOptions options;
    try {
      options = StandInOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      System.err.println(StandInOptions.USAGE);
      System.exit(2);
      return;
    }
    int code = run(options, InstantSource.system());
    // Libraries leave threads behind that are not daemons.
    System.exit(code);
  }

  private static int run(StandInOptions options, InstantSource clock)
      throws IOException, InterruptedException {
    Path scripts = options.scripts();
    Path wanted = options.directory();
    Path directory = wanted == null ? Files.createTempDirectory("street-corner-") : wanted;
    Files.createDirectories(directory);
    try (Stream<Path> content = Files.list(directory)) {
      if (content.findAny().isPresent()) {
        System.err.println("demo: the directory %s is not empty".formatted(directory));
        return 2;
      }
    }
    System.out.println(
        "Starting broker, street and gateway, seed %d; everything of this run is in %s"
            .formatted(options.seed(), directory));
    int modbusPort = Loopback.freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        LinkProxy link = new LinkProxy(options.port(), broker.port());
        Desk desk =
            new Desk(
                directory.resolve("received.jsonl"),
                new SchemaCheck(DemoConfiguration.TOPIC_ROOT));
        ManagementDesk management =
            ManagementDesk.open(
                DemoConfiguration.managementKey(directory),
                DemoConfiguration.GATEWAY_ID,
                clock,
                desk::tell)) {
      DemoConfiguration configuration =
          new DemoConfiguration(
              directory, options.seed(), link.port(), modbusPort, management.port());
      try (Street street =
              new Street(options.seed(), modbusPort, configuration.streetTruth(), clock);
          Installation installation =
              scripts == null
                  ? null
                  : Installation.of(scripts, DemoConfiguration.installation(directory));
          Terminal terminal = new Terminal(!options.plain())) {
        StandIn standIn =
            new StandIn(
                options,
                clock,
                directory,
                configuration,
                link,
                street,
                desk,
                management,
                installation,
                terminal);
        return standIn.run(broker.port());
      }
    }
  }

  private int run(int brokerPort) throws IOException, InterruptedException {
    CountDownLatch finished = new CountDownLatch(1);
    int[] code = {1};
    Thread hook =
        new Thread(
            () -> {
              quit = true;
              try {
                finished.await(
                    DRAIN_MAX.plus(SETTLE_MAX).plus(STOP_MAX.multipliedBy(2)).toMillis(),
                    TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              terminal.close();
              gateway.close();
              Runtime.getRuntime().halt(code[0]);
            },
            "end");
    Runtime.getRuntime().addShutdownHook(hook);
    terminal.keys(keys::add);
    ConsumerSettings settings =
        ConsumerSettings.of(
                "tcp://127.0.0.1:" + brokerPort, "stand-in-ioc", DemoConfiguration.TOPIC_ROOT)
            .alone()
            .withHoleAge(Duration.ofSeconds(20));
    try (IocConsumer connected = new IocConsumer(settings, accounts, desk, clock)) {
      consumer = connected;
      while (!connected.connected()) {
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
      Files.writeString(configuration.gatewayYaml(), configuration.yaml(true));
      gateway.start();
      measure();
      Verdict verdict = finish();
      terminal.close();
      code[0] = report(verdict);
    } finally {
      if (upgrades != null) {
        upgrades.close();
      }
      gateway.close();
      finished.countDown();
    }
    return code[0];
  }

  private void measure() throws IOException, InterruptedException {
    Deque<Fault> faults = new ArrayDeque<>(options.faults());
    Duration duration = options.duration();
    while (!quit && (duration == null || elapsed().compareTo(duration) < 0)) {
      while (!faults.isEmpty() && faults.getFirst().at().compareTo(elapsed()) <= 0) {
        Fault fault = faults.removeFirst();
        apply(fault.what(), fault.device());
      }
      supervise();
      show();
      Integer key = keys.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      if (key != null) {
        press(key);
      }
    }
  }

  private void supervise() throws IOException {
    if (installation != null) {
      installation.supervise();
    }
    gateway.supervise();
  }

  private void press(int key) throws IOException, InterruptedException {
    switch (key) {
      case 'c' -> apply(Fault.Kind.CUT, "");
      case 'r' -> apply(Fault.Kind.RESTORE, "");
      case 'k' -> apply(Fault.Kind.KILL, "");
      case 'u' -> {
        List<String> unplugged = List.copyOf(street.unplugged());
        if (unplugged.isEmpty()) {
          apply(Fault.Kind.UNPLUG, street.devices().get(nextPlug++ % street.devices().size()));
        } else {
          apply(Fault.Kind.REPLUG, unplugged.getFirst());
        }
      }
      case 'g' -> apply(Fault.Kind.CONFIG, "");
      case 'b' -> apply(Fault.Kind.MISCONFIG, "");
      case 'n' -> apply(Fault.Kind.UPDATE, "");
      case 'x' -> apply(Fault.Kind.BADUPDATE, "");
      case 'q', CTRL_C -> quit = true;
      default -> {
        // Other keys mean nothing.
      }
    }
  }

  private void apply(Fault.Kind what, String device) throws IOException, InterruptedException {
    switch (what) {
      case CUT -> {
        link.cut(LinkProxy.Cut.RESET);
        desk.tell("link cut");
      }
      case SILENCE -> {
        link.cut(LinkProxy.Cut.SILENT);
        desk.tell("link silent: nothing passes, nothing is reset");
      }
      case RESTORE -> {
        link.restore();
        desk.tell("link restored");
      }
      case KILL -> {
        gateway.kill();
        management.await();
        gateway.start();
      }
      case CONFIG -> changes.better(Objects.requireNonNull(consumer));
      case MISCONFIG -> changes.lost(Objects.requireNonNull(consumer));
      case UPDATE, BADUPDATE -> upgrade(what);
      case UNPLUG -> {
        street.unplug(device);
        desk.tell(device + " unplugged");
      }
      case REPLUG -> {
        street.replug(device);
        desk.tell(device + " plugged in again");
      }
    }
  }

  private void upgrade(Fault.Kind what) {
    if (upgrades == null) {
      desk.tell("the gateway is not installed in slots, so it cannot be updated");
    } else if (what == Fault.Kind.UPDATE) {
      upgrades.better();
    } else {
      upgrades.worse();
    }
  }

  private Verdict finish() throws IOException, InterruptedException {
    link.restore();
    desk.tell("ending: link restored, waiting for the backlog");
    long deadline = clock.millis() + DRAIN_MAX.toMillis();
    while (!(reckoning.caughtUp(clock.millis(), LAG_MILLIS)
            && management.attended()
            && changes.decided()
            && (upgrades == null || upgrades.decided()))
        && clock.millis() < deadline) {
      supervise();
      show();
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    gateway.stop(STOP_MAX);
    Files.writeString(configuration.gatewayYaml(), configuration.yaml(false));
    desk.tell("closing run without devices: what is stored is delivered, and the last accounts");
    long closing = clock.millis();
    gateway.start();
    while (!reckoning.settled(closing) && clock.millis() < closing + SETTLE_MAX.toMillis()) {
      supervise();
      show();
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    gateway.stop(STOP_MAX);
    show();
    return reckoning.verdict(gateway.outages());
  }

  private int report(Verdict verdict) {
    List<String> others = new ArrayList<>(reckoning.otherProblems(gateway));
    others.addAll(management.problems());
    others.addAll(changes.problems());
    if (upgrades != null) {
      others.addAll(upgrades.problems());
    }
    if (!terminal.isScreen()) {
      desk.drainNews().forEach(System.out::println);
    }
    System.out.println();
    System.out.println(
        "Verdict after %s, seed %d:".formatted(View.clock(elapsed()), options.seed()));
    verdict.lines().forEach(System.out::println);
    System.out.println(
        "%d of %d messages valid by the schemas of the contract"
            .formatted(desk.messages() - desk.invalid(), desk.messages()));
    Managed managed = management.picture(startMillis);
    System.out.println(
        "management: registered %s, %d notifications"
            .formatted(
                managed.registrations() == 1 ? "once" : managed.registrations() + " times",
                managed.notifications()));
    if (!changes.summary().isEmpty()) {
      System.out.println(changes.summary());
    }
    if (upgrades != null && !upgrades.summary().isEmpty()) {
      System.out.println(upgrades.summary());
    }
    others.forEach(problem -> System.out.println("ALSO WRONG: " + problem));
    System.out.println("Everything of this run: " + directory);
    return verdict.complete() && others.isEmpty() ? 0 : 1;
  }

  private Duration elapsed() {
    return Duration.ofMillis(clock.millis() - startMillis);
  }

  private void show() throws IOException {
    long now = clock.millis();
    counted.addLast(new Counted(now, desk.rows(), link.upBytes()));
    while (counted.size() > 2 && counted.getFirst().atMillis() < now - RATE_MILLIS) {
      counted.removeFirst();
    }
    if (terminal.isScreen()) {
      int[] size = terminal.size();
      terminal.draw(new View(size[0], size[1], true).screen(scene(now)));
    } else {
      desk.drainNews().forEach(line -> System.out.println(View.clock(elapsed()) + " " + line));
      if (now - plainAtMillis >= PLAIN_MILLIS) {
        plainAtMillis = now;
        plainView.plain(scene(now)).forEach(System.out::println);
      }
    }
  }

  private Scene scene(long now) throws IOException {
    Counted first = counted.getFirst();
    Counted last = counted.getLast();
    double seconds = Math.max(0.001, (last.atMillis() - first.atMillis()) / 1000.0);
    List<Scene.DeviceLine> devices = new ArrayList<>(accounts.map(account -> line(account, now)));
    return new Scene(
        elapsed(),
        options.seed(),
        link.up(),
        gateway.describe(),
        desk.online(),
        reckoning.waiting(),
        desk.backlog(),
        (last.rows() - first.rows()) / seconds,
        (last.bytes() - first.bytes()) / seconds,
        desk.messages() - desk.invalid(),
        desk.invalid(),
        management.picture(startMillis),
        devices,
        desk.news(),
        true);
  }

  private Scene.DeviceLine line(vn.binhduong.gateway.ioc.StreamAccount account, long now) {
    String device = account.stream().device();
    Arrival.Row newest = desk.newest(device);
    List<Scene.Value> values = new ArrayList<>();
    if (newest != null) {
      Stream.concat(newest.values().keySet().stream(), newest.quality().keySet().stream())
          .distinct()
          .sorted()
          .forEach(
              channel ->
                  values.add(
                      new Scene.Value(
                          channel,
                          newest.values().getOrDefault(channel, Double.NaN),
                          desk.unit(device, channel),
                          newest.quality().getOrDefault(channel, ""))));
    }
    return new Scene.DeviceLine(
        device,
        street.unplugged().contains(device),
        newest == null
            ? Duration.ofMillis(-1)
            : Duration.ofMillis(Math.max(0, now - newest.timeMillis())),
        account.lastReceived(),
        account.receivedCount(),
        account.missingCount(),
        account.duplicates(),
        account.late(),
        values);
  }
}
