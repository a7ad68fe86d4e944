package vn.binhduong.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.Acquisition;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.change.RefusedException;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.PlaceSettings;
import vn.binhduong.gateway.control.Devices;
import vn.binhduong.gateway.control.Status;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.management.objects.GatewayObjects;
import vn.binhduong.gateway.management.objects.ManagedValues;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.settings.YamlEdit;
import vn.binhduong.gateway.settings.YamlText;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;
import vn.binhduong.gateway.update.Updates;
import vn.binhduong.gateway.uplink.UplinkFigures;
import vn.binhduong.gateway.uplink.UplinkSettings;

/// Tells the management server what `gatewayctl` tells people. Thread-safe.
final class Managed implements ManagedValues {
  /// Events kept for who asks, since the start of the process.
  private static final int EVENTS_MAX = 100;

  /// How long a configuration may take to prove itself that a management server writes.
  private static final Duration DESIRED_WITHIN = Duration.ofSeconds(GatewayObjects.DESIRED_SECONDS);

  private final Views views;
  private final ChangeWatch changes;
  private final vn.binhduong.gateway.config.Configuration configuration;
  private final Path file;
  private final GatewayClock clock;
  private final Store store;
  private final Acquisition acquisition;
  private final Receiver receiver;
  private final HealthBoard health;
  private final Updates updates;
  private final DriverPacks packs;
  private final Cursor cursor;
  private final Deque<Stored> events = new ArrayDeque<>();

  Managed(
      Views views,
      ChangeWatch changes,
      vn.binhduong.gateway.config.Configuration configuration,
      Path file,
      DriverPacks packs,
      GatewayClock clock,
      Store store,
      Acquisition acquisition,
      Receiver receiver) {
    this.views = views;
    this.changes = changes;
    this.configuration = configuration;
    this.file = file;
    this.clock = clock;
    this.store = store;
    this.acquisition = acquisition;
    this.receiver = receiver;
    this.health = views.health();
    this.packs = packs;
    this.updates = Updates.at(configuration.settings().update().root());
    this.cursor = store.cursor(store.head(), Entry.GATEWAY::equals);
  }

  @Override
  public ThisGateway unit() {
    PlaceSettings place = receiver.place();
    boolean timed = clock.state() != ClockState.UNSYNCED;
    Status status = views.status();
    return new ThisGateway(
        status.gateway(),
        status.version(),
        Optional.ofNullable(place)
            .map(
                p ->
                    new Place(
                        p.latitude(),
                        p.longitude(),
                        receiver.measuredAt().filter(at -> timed).map(this::wall))),
        Duration.ofMillis(status.uptimeMillis()));
  }

  @Override
  public List<Device> devices() {
    Map<String, DeviceInfo> infos =
        acquisition.devices().stream()
            .collect(Collectors.toMap(DeviceInfo::device, Function.identity()));
    return views.devices().devices().stream().map(d -> device(d, infos.get(d.id()))).toList();
  }

  private static Device device(Devices.Device device, @Nullable DeviceInfo info) {
    return new Device(
        device.id(),
        device.driver(),
        Optional.ofNullable(device.link()),
        new Health(
            HealthState.valueOf(device.health()),
            Duration.ofMillis(device.sinceMillis()),
            device.message()),
        device.identity(),
        info != null && info.polled()
            ? Optional.of(Duration.ofMillis(device.everyMillis()))
            : Optional.empty(),
        new Counts(device.polls(), device.failures(), device.missed(), device.samples()),
        device.seq(),
        device.acknowledgedSeq(),
        info == null ? List.of() : info.channels());
  }

  @Override
  public List<Link> links() {
    return configuration.links().stream().map(this::link).toList();
  }

  private Link link(vn.binhduong.gateway.config.Configuration.Link<?> link) {
    Instant now = clock.driverClock().instant();
    return new Link(
        link.name(),
        link.factory().type(),
        health
            .find("link/" + link.name())
            .map(
                c ->
                    new Health(
                        c.state(),
                        Duration.ofMillis(Math.max(0, Duration.between(c.since(), now).toMillis())),
                        c.message())),
        configuration.devices().stream()
            .filter(device -> link.name().equals(device.settings().link()))
            .map(device -> device.id())
            .toList());
  }

  @Override
  public Buffer buffer() {
    Status.Store disk = views.status().store();
    UplinkFigures uplink = views.uplinkFigures();
    Collection<StreamLedger> ledgers = store.ledger();
    OptionalLong drain = uplink.drain().millis();
    return new Buffer(
        disk.epoch(),
        new Disk(
            disk.bytes(),
            disk.budgetBytes(),
            disk.segments(),
            disk.entries(),
            disk.queueBytes(),
            Duration.ofMillis(disk.commitIntervalMillis()),
            Duration.ofMillis(disk.longestCommitMillis()),
            disk.overruns(),
            disk.trouble()),
        new Waiting(
            disk.backlog(),
            store.oldestPending().map(stored -> wall(stored.entry().at())),
            drain.isPresent()
                ? Optional.of(Duration.ofMillis(drain.getAsLong()))
                : Optional.empty(),
            uplink.drain().hindrance(),
            ledgers.stream()
                .flatMap(ledger -> ledger.gaps().stream())
                .mapToLong(gap -> gap.range().to() - gap.range().from() + 1)
                .sum(),
            ledgers.size()),
        new Uplink(
            uplink.state().name(),
            uplink.onlineMillis().isPresent()
                ? Optional.of(Duration.ofMillis(uplink.onlineMillis().getAsLong()))
                : Optional.empty(),
            uplink.failure().map(failure -> failure.text()).or(uplink::warning).orElse(""),
            uplink.inFlight(),
            uplink.samplesAcked(),
            uplink.bytesSent(),
            uplink.connects(),
            uplink.refusals(),
            uplink.quarantined()));
  }

  private Instant wall(BootTime at) {
    return Instant.ofEpochMilli(clock.wall(at).epochMillis());
  }

  @Override
  public Clock clock() {
    BootTime now = clock.now();
    Duration drift = clock.drift(now);
    return new Clock(
        clock.state(),
        clock.source(),
        wall(now),
        drift == null ? OptionalLong.empty() : OptionalLong.of(drift.toMillis()),
        GatewayClock.currentBoot().toString());
  }

  @Override
  public Configuration configuration() {
    return new Configuration(
        configuration.holdsSecrets() ? Optional.empty() : text(file),
        written(file),
        file.toString());
  }

  @Override
  public Configuration desired() {
    Path candidate = changes.candidate();
    return new Configuration(
        configuration.holdsSecrets() ? Optional.empty() : text(candidate),
        written(candidate),
        changes.sentence());
  }

  private static Optional<String> text(Path path) {
    try {
      return Optional.of(YamlText.read(path).text());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> written(Path path) {
    try {
      return Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> desire(String yaml) {
    try {
      changes.offer(yaml, "lwm2m", DESIRED_WITHIN);
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Broker broker() {
    UplinkSettings uplink = configuration.settings().uplink();
    return new Broker(
        uplink.broker().toString(),
        configuration.settings().gateway().id(),
        uplink.keepAlive(),
        Optional.ofNullable(uplink.username()),
        "mqtts".equals(uplink.broker().getScheme()));
  }

  @Override
  public Optional<String> desireBroker(String uri) {
    try {
      String present = YamlText.read(file).text();
      return YamlEdit.replace(present, List.of("uplink", "broker"), uri)
          .map(this::desire)
          .orElseGet(() -> Optional.of("%s: found no uplink.broker to replace".formatted(file)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Pack> packs() {
    return packs.packs();
  }

  @Override
  public Optional<String> restart(String device) {
    return acquisition.restart(device)
        ? Optional.empty()
        : Optional.of("%s is not read".formatted(device));
  }

  @Override
  public Optional<Firmware> firmware() {
    return ManagedFirmware.of(updates, health);
  }

  @Override
  public List<LoggedEvent> events(int max) {
    synchronized (events) {
      for (List<Stored> some = cursor.next(EVENTS_MAX);
          !some.isEmpty();
          some = cursor.next(EVENTS_MAX)) {
        some.forEach(events::addLast);
        while (events.size() > EVENTS_MAX) {
          events.removeFirst();
        }
      }
      return events.stream()
          .skip(Math.max(0, events.size() - max))
          .map(stored -> logged(stored, (Event) stored.entry()))
          .toList();
    }
  }

  private LoggedEvent logged(Stored stored, Event event) {
    return new LoggedEvent(stored.seq(), wall(event.at()), event.kind(), event.json());
  }

  @Override
  public List<String> log() {
    return LogTail.lines();
  }
}
