package vn.binhduong.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.Acquisition;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.DeviceSettings;
import vn.binhduong.gateway.control.Backlog;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.Devices;
import vn.binhduong.gateway.control.ReadAnswer;
import vn.binhduong.gateway.control.Status;
import vn.binhduong.gateway.control.TailLine;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.health.ComponentHealth;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.pipeline.ChannelSettings;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreFigures;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;
import vn.binhduong.gateway.uplink.DrainState;
import vn.binhduong.gateway.uplink.Failure;
import vn.binhduong.gateway.uplink.MonthFigures;
import vn.binhduong.gateway.uplink.Uplink;
import vn.binhduong.gateway.uplink.UplinkFigures;

/// What can be seen of the running gateway: pictures for the control socket, commands and metrics.
/// Thread-safe; changes nothing but for [#read], which asks a device.
final class Views {
  private static final Duration READ_MAX = Duration.ofSeconds(15);

  private final Configuration configuration;
  private final Path file;
  private final Build build;
  private final GatewayClock clock;
  private final HealthBoard health;
  private final Store store;
  private final Uplink uplink;
  private final Acquisition acquisition;
  private final LastSamples lastSamples;
  private final Instruments instruments;
  private final BootTime startedAt;
  private final Rate acknowledged = new Rate();

  Views(
      Configuration configuration,
      Path file,
      Build build,
      GatewayClock clock,
      HealthBoard health,
      Store store,
      Uplink uplink,
      Acquisition acquisition,
      LastSamples lastSamples,
      Instruments instruments,
      BootTime startedAt) {
    this.configuration = configuration;
    this.file = file;
    this.build = build;
    this.clock = clock;
    this.health = health;
    this.store = store;
    this.uplink = uplink;
    this.acquisition = acquisition;
    this.lastSamples = lastSamples;
    this.instruments = instruments;
    this.startedAt = startedAt;
  }

  Status status() {
    var unit = configuration.settings().gateway();
    BootTime now = clock.now();
    return new Status(
        unit.id(),
        build.version(),
        unit.profile().name().toLowerCase(java.util.Locale.ROOT),
        GatewayClock.currentBoot().toString(),
        uptimeMillis(),
        new Status.Configuration(
            file.toString(),
            configuration.source() == Configuration.Source.LAST_GOOD,
            configuration.problems().stream().map(Object::toString).toList()),
        new Status.Clock(clock.state().name(), clock.wall(now).epochMillis(), null, clock.source()),
        storeStatus(),
        uplinkStatus(now),
        health.snapshot().stream().map(this::healthStatus).toList());
  }

  long uptimeMillis() {
    return (clock.now().nanos() - startedAt.nanos()) / 1_000_000;
  }

  private Status.Store storeStatus() {
    StoreFigures figures = store.figures();
    var settings = configuration.settings().store();
    return new Status.Store(
        store.epoch().toString(),
        configuration.settings().gateway().dataDirectory().toString(),
        figures.storeBytes(),
        (long) settings.budgetMib() << 20,
        figures.segments(),
        figures.entries(),
        figures.queueBytes(),
        figures.backlog(),
        settings.commitInterval().toMillis(),
        figures.longestCommitMillis(),
        longestWindowMillis(),
        figures.overruns(),
        figures.trouble().orElse(""));
  }

  private long longestWindowMillis() {
    long longest = 0;
    for (Configuration.Device<?> device : configuration.devices()) {
      for (ChannelSettings channel : device.settings().channels().values()) {
        Duration window = channel.window();
        longest = Math.max(longest, window == null ? 0 : window.toMillis());
      }
    }
    return longest;
  }

  private Status.Uplink uplinkStatus(BootTime now) {
    UplinkFigures figures = uplink.figures();
    return new Status.Uplink(
        figures.state().name(),
        figures.text(),
        configuration.settings().uplink().broker().toString(),
        boxed(figures.onlineMillis()),
        figures.inFlight(),
        figures.samplesAcked(),
        acknowledged.perSecond(figures.samplesAcked(), now.nanos()),
        figures.bytesSent(),
        figures.connects(),
        boxed(figures.drain().millis()),
        figures.drain().hindrance(),
        figures.failure().map(Failure::text).or(figures::warning).orElse(""));
  }

  private Status.Health healthStatus(ComponentHealth component) {
    return new Status.Health(
        component.component(),
        component.state().name(),
        ageMillis(component.since()),
        component.message());
  }

  Devices devices() {
    BootTime now = clock.now();
    Map<String, DeviceInfo> infos =
        acquisition.devices().stream()
            .collect(Collectors.toMap(DeviceInfo::device, Function.identity()));
    Map<String, StreamLedger> ledgers =
        store.ledger().stream()
            .filter(ledger -> ledger.epoch().equals(store.epoch()))
            .collect(Collectors.toMap(StreamLedger::device, Function.identity()));
    return new Devices(
        configuration.devices().stream()
            .map(device -> device(device, infos.get(device.id()), ledgers.get(device.id()), now))
            .toList());
  }

  private Devices.Device device(
      Configuration.Device<?> device,
      @Nullable DeviceInfo info,
      @Nullable StreamLedger ledger,
      BootTime now) {
    DeviceSettings settings = device.settings();
    Optional<ComponentHealth> component = health.find("device/" + device.id());
    return new Devices.Device(
        device.id(),
        device.factory().type(),
        settings.link(),
        settings.every().toMillis(),
        info == null ? "" : identity(info.identity()),
        component.map(c -> c.state().name()).orElse("STARTING"),
        component.map(c -> ageMillis(c.since())).orElse(0L),
        component.map(ComponentHealth::message).orElse(""),
        component.map(ComponentHealth::polls).orElse(0L),
        component.map(ComponentHealth::failures).orElse(0L),
        component.map(ComponentHealth::missed).orElse(0L),
        component.map(ComponentHealth::samples).orElse(0L),
        ledger == null ? 0 : ledger.last(),
        ledger == null ? 0 : unbroken(ledger),
        lastSamples.of(device.id(), now));
  }

  private static long unbroken(StreamLedger ledger) {
    return ledger.acked().isEmpty() || ledger.acked().getFirst().from() > ledger.first()
        ? 0
        : ledger.acked().getFirst().to();
  }

  private static String identity(Driver.Identity identity) {
    return String.join(
            " ", List.of(identity.maker(), identity.model(), identity.serial(), identity.version()))
        .replaceAll(" +", " ")
        .strip();
  }

  Backlog backlog() {
    Collection<StreamLedger> ledgers = store.ledger();
    DrainState drain = uplink.figures().drain();
    return new Backlog(
        store.figures().backlog(),
        boxed(drain.millis()),
        drain.hindrance(),
        uplink.figures().month().map(Views::month).orElse(null),
        ledgers.stream().map(Views::stream).toList());
  }

  private static Backlog.Month month(MonthFigures month) {
    return new Backlog.Month(
        month.budgetBytes(),
        month.usedBytes(),
        month.dayHistoryBytes(),
        month.dayShareBytes(),
        month.otherPerDayBytes(),
        month.endMillis(),
        month.state(),
        month.hindrance());
  }

  private static Backlog.Stream stream(StreamLedger ledger) {
    return new Backlog.Stream(
        ledger.epoch().toString(),
        ledger.device(),
        ledger.first() > ledger.last() ? 0 : ledger.first(),
        ledger.last(),
        ledger.acked().stream().mapToLong(range -> range.to() - range.from() + 1).sum(),
        ledger.pending(),
        ledger.gaps().stream().mapToLong(gap -> gap.range().to() - gap.range().from() + 1).sum(),
        ledger.overruns());
  }

  /// Reads a device now.
  ///
  /// @throws ControlException when it is unknown, cannot be asked, does not answer, or has no time
  ReadAnswer read(String device) throws ControlException, InterruptedException {
    BootTime asked = clock.now();
    try {
      Sample sample =
          instruments.corrected(
              acquisition
                  .readNow(device, READ_MAX)
                  .get(READ_MAX.toMillis(), TimeUnit.MILLISECONDS));
      BootTime now = clock.now();
      WallTime wall = clock.wall(sample.at());
      return new ReadAnswer(
          device,
          wall.epochMillis(),
          wall.state().name(),
          (now.nanos() - asked.nanos()) / 1_000_000,
          LastSamples.values(sample, now));
    } catch (TimeoutException e) {
      throw new ControlException("device %s: no answer within %s".formatted(device, READ_MAX));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ControlException(
          cause instanceof NoSuchElementException
              ? unknown(device)
              : "device %s: %s".formatted(device, cause.getMessage()));
    }
  }

  private String unknown(String device) {
    return "no device '%s'; there are: %s"
        .formatted(
            device,
            configuration.devices().stream()
                .map(Configuration.Device::id)
                .collect(Collectors.joining(", ")));
  }

  /// A stored entry as it is shown while it is committed.
  TailLine line(Stored stored) {
    BootTime at = stored.entry().at();
    WallTime wall = clock.wall(at);
    return switch (stored.entry()) {
      case Sample sample ->
          new TailLine(
              sample.device(),
              stored.seq(),
              wall.epochMillis(),
              wall.state().name(),
              LastSamples.values(sample, clock.now()),
              "",
              "");
      case Event event ->
          new TailLine(
              event.device(),
              stored.seq(),
              wall.epochMillis(),
              wall.state().name(),
              List.of(),
              event.kind(),
              event.json());
    };
  }

  Store store() {
    return store;
  }

  HealthBoard health() {
    return health;
  }

  UplinkFigures uplinkFigures() {
    return uplink.figures();
  }

  private long ageMillis(Instant since) {
    return Math.max(0, Duration.between(since, clock.driverClock().instant()).toMillis());
  }

  private static @Nullable Long boxed(java.util.OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
