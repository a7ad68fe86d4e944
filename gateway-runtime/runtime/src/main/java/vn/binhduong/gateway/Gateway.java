package vn.binhduong.gateway;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.Acquisition;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.clock.ClockChange;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.Catalogues;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.GatewaySettings;
import vn.binhduong.gateway.config.UnitSettings;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthChange;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.management.AccountFile;
import vn.binhduong.gateway.management.Management;
import vn.binhduong.gateway.management.ManagementSettings;
import vn.binhduong.gateway.management.ManagementState;
import vn.binhduong.gateway.management.objects.GatewayObjects;
import vn.binhduong.gateway.management.objects.InstanceIds;
import vn.binhduong.gateway.management.objects.SystemFacts;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.uplink.Backoff;
import vn.binhduong.gateway.uplink.Uplink;
import vn.binhduong.gateway.uplink.UplinkContext;

/// The composition root: constructs every part, wires them by passing functions, starts and stops. The way of a sample:
///
///     Acquisition -> Pipeline -> Store => Uplink -> IOC
///
/// Constructed means running; [#close] stops in the same order, so that what was measured last is committed, and sent
/// where a broker takes it.
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  static final String DEVICE_PREFIX = "device/";

  /// How long an earlier gateway process may take to let go of the data directory, milliseconds.
  private static final long LOCK_PATIENCE_MILLIS = 5_000;

  private static final String CONFIGURATION = "configuration";

  /// Which instance of a managed object stands for what, in the data directory.
  private static final String INSTANCES = "management-instances";

  /// What a bootstrap server gave, in the data directory.
  private static final String ACCOUNT = "management-account";

  private static final int TEXT_CHARACTERS_MAX = GatewayEvent.TEXT_CHARACTERS_MAX;

  private final Build build = Build.current();
  private final GatewayClock clock;
  private volatile @Nullable GatewayClock opened;
  private final HealthBoard health;
  private final Store store;
  private final LastSamples lastSamples = new LastSamples();
  private final Processing processing;
  private final Suspects suspects;
  private final DeviceMemory memory;
  private final Acquisition acquisition;
  private final Receiver receiver;
  private final Births births;
  private final Uplink uplink;
  private final Views views;
  private final FrontDesk frontDesk;
  private final UpdateWatch updates;
  private final ChangeWatch changes;
  private final Watch watch;
  private volatile @Nullable GatewayObjects managedObjects;
  private volatile @Nullable Management management;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Starts everything that `configuration` names. Never waits for a device, a broker or a disk
  /// that works.
  ///
  /// @param file the configuration file, for people
  /// @param restart is told why, when the process should be started anew
  /// @throws CannotStart when another gateway process uses the data directory
  public static Gateway start(Configuration configuration, Path file, Consumer<String> restart)
      throws InterruptedException {
    return start(
        configuration,
        file,
        new Catalogues(Gateway.class.getClassLoader(), file, GatewayClock.systemTime()),
        restart);
  }

  /// The same, where the kinds of devices and links were read already.
  static Gateway start(
      Configuration configuration, Path file, Catalogues kinds, Consumer<String> restart)
      throws InterruptedException {
    return new Gateway(configuration, file, kinds, restart);
  }

  private Gateway(
      Configuration configuration, Path file, Catalogues kinds, Consumer<String> restart)
      throws InterruptedException {
    GatewaySettings settings = configuration.settings();
    Path directory = settings.gateway().dataDirectory();
    LOG.log(
        Level.INFO,
        "gateway: {0}, version {1}, data in {2}",
        settings.gateway().id(),
        build.version(),
        directory);

    store = Store.open(settings.store(), directory, GatewayClock::bootTime, this::storeTime);
    awaitLock(directory);
    clock =
        GatewayClock.open(
            settings.clockInProfile(),
            build.builtAt(),
            Plans.newest(store),
            store.clockOffsets(),
            store::record);
    opened = clock;
    BootTime startedAt = clock.now();
    health = new HealthBoard(clock.driverClock());
    processing = new Processing(configuration, directory, clock, store, health, this::tell);
    receiver =
        new Receiver(
            settings.gateway(),
            clock,
            health,
            processing::alarm,
            processing.wasAstray(),
            this::announce);
    births =
        new Births(
            build,
            configuration,
            processing.instruments()::of,
            store,
            health,
            startedAt,
            at -> clock.wall(at).epochMillis(),
            receiver::place);
    suspects = Suspects.read(directory);
    memory = new DeviceMemory(directory, () -> clock.now().nanos());
    acquisition =
        new Acquisition(
            settings.acquisition(),
            clock,
            health,
            this::measured,
            suspects.heldBack(),
            memory,
            asked -> restart.accept(suspects.remember(asked)));
    uplink =
        new Uplink(
            settings.uplink(),
            new UplinkContext(
                settings.gateway().id(),
                build.version(),
                directory,
                GatewayClock.currentBoot(),
                settings.gateway().profile() == UnitSettings.Profile.DEMO,
                clock::now,
                clock::wall,
                births::all,
                this::clockStatus,
                new Commands(this::views, this::changes, processing.instruments())),
            store);
    store.onCommit(uplink::wake);
    views =
        new Views(
            configuration,
            file,
            build,
            clock,
            health,
            store,
            uplink,
            acquisition,
            lastSamples,
            processing.instruments(),
            startedAt);
    changes =
        new ChangeWatch(
            file,
            () -> new ConfigLoader(kinds.now()),
            configuration,
            health,
            this::tellDurably,
            restart);
    CalibrationDesk calibrations =
        new CalibrationDesk(configuration, file, processing.instruments(), changes, clock);
    frontDesk = FrontDesk.open(views, changes, calibrations, settings);
    HealthNews news = new HealthNews(List.of(this::healthChanged, new HealthLog()));
    updates =
        new UpdateWatch(
            settings.update(),
            build.version(),
            health,
            new CoapPackages(settings.management() != null, () -> management),
            startedAt.nanos(),
            this::tell);
    watch =
        new Watch(
            store,
            uplink,
            health,
            () -> {
              long nanos = clock.now().nanos();
              news.look(nanos);
              Duration uptime = Duration.ofNanos(nanos - startedAt.nanos());
              suspects.look(uptime);
              updates.look(nanos, uptime);
              changes.look(uptime);
              receiver.look();
              processing.look().forEach(this::keep);
            });

    health.onChange(change -> news.changed(change, clock.now().nanos()));
    clock.onChange(this::clockChanged);
    acquisition.onOpened(this::opened);
    tellConfiguration(configuration, file);
    configuration
        .refused()
        .forEach(
            refused ->
                health.set(refused.component(), HealthState.MISCONFIGURED, refused.message()));
    acquisition.apply(Plans.plan(configuration));
    uplink.start();
    management = manage(configuration, file, kinds.running());
  }

  private @Nullable Management manage(Configuration configuration, Path file, Catalogue catalogue) {
    GatewaySettings settings = configuration.settings();
    ManagementSettings managed = settings.management();
    if (managed == null) {
      return null;
    }
    Board board =
        new Board(
            Path.of("/"),
            build.version(),
            settings.gateway().dataDirectory(),
            health,
            this::storeTime);
    GatewayObjects objects =
        new GatewayObjects(
            new Managed(
                views,
                changes,
                configuration,
                file,
                DriverPacks.of(configuration, catalogue),
                clock,
                store,
                acquisition,
                receiver),
            new SystemFacts(Path.of("/")),
            new InstanceIds(
                settings.gateway().dataDirectory().resolve(INSTANCES), AtomicFile::write),
            clock::now,
            clock::wall,
            ZoneId.systemDefault());
    managedObjects = objects;
    String id = settings.gateway().id();
    var account =
        new AccountFile(settings.gateway().dataDirectory().resolve(ACCOUNT), AtomicFile::write);
    return new Management(
        managed,
        id,
        Backoff.phaseOf(id),
        board,
        SystemRequests.ofUnit(settings.gateway().dataDirectory()),
        objects,
        account,
        this::managed);
  }

  private void managed(ManagementState state) {
    health.set(
        "management",
        switch (state.kind()) {
          case STARTING -> HealthState.STARTING;
          case REGISTERED -> HealthState.OK;
          case UNREACHABLE -> HealthState.UNAVAILABLE;
        },
        state.text());
  }

  /// Two gateways with one id would throw each other off the broker for ever.
  private void awaitLock(Path directory) throws InterruptedException {
    for (long waited = 0; store.lockedOut(); waited += 100) {
      if (waited >= LOCK_PATIENCE_MILLIS) {
        throw new CannotStart(
            "data directory %s is in use by another gateway process".formatted(directory));
      }
      Thread.sleep(100);
    }
  }

  /// A file that could not be used must be seen by those who read only the log, or only the IOC.
  private void tellConfiguration(Configuration configuration, Path file) {
    if (configuration.source() == Configuration.Source.LAST_GOOD) {
      configuration
          .rejected()
          .forEach(problem -> LOG.log(Level.ERROR, "configuration: {0}", problem));
      health.set(
          CONFIGURATION,
          HealthState.DEGRADED,
          "%s cannot be used, the last good copy runs: %s"
              .formatted(file, configuration.rejected().getFirst()));
    } else {
      String change = changes.sentence();
      health.set(
          CONFIGURATION,
          HealthState.OK,
          change.isEmpty() ? file.toString() : "%s; %s".formatted(file, change));
    }
  }

  private Views views() {
    return views;
  }

  private ChangeWatch changes() {
    return changes;
  }

  private Ledger.Clock clockStatus() {
    return new Ledger.Clock(
        vn.binhduong.gateway.contract.ClockState.valueOf(clock.state().name()),
        null,
        clock.source());
  }

  private void measured(Sample raw) {
    Sample sample = processing.instruments().measured(raw);
    lastSamples.accept(sample);
    receiver.accept(sample);
    GatewayObjects objects = managedObjects;
    if (objects != null) {
      objects.measured(sample);
    }
    processing.accept(sample).forEach(this::keep);
  }

  private void keep(Sample sample) {
    lastSamples.accept(sample);
    store.append(sample);
  }

  private void opened(DeviceInfo info) {
    processing.instruments().opened(info);
    lastSamples.opened(info.device());
    births.opened(info, clock.now());
    if (info.polled()) {
      store.condensable(info.device());
    }
    announce();
  }

  private void announce() {
    uplink.announce();
  }

  /// What the error codes of object 3 tell, and how well a device is, goes to the management server
  /// unasked.
  private void report(HealthChange change) {
    Management server = management;
    GatewayObjects objects = managedObjects;
    if (server != null && objects != null) {
      String component = change.to().component();
      server.report(
          component.startsWith(DEVICE_PREFIX)
              ? objects.pathsOfHealth(component.substring(DEVICE_PREFIX.length()))
              : List.of());
    }
  }

  private void healthChanged(HealthChange change) {
    String component = change.to().component();
    HealthState to = change.to().state();
    String message = change.to().message();
    boolean justOpened = change.from() == HealthState.STARTING && to == HealthState.OK;
    if (!justOpened && !closed.get()) {
      report(change);
    }
    boolean well = to == HealthState.OK || to == HealthState.STARTING || to == HealthState.CLOSED;
    if (component.equals(CONFIGURATION) && !well) {
      tell(
          new GatewayEvent.Alarm(
              CONFIGURATION,
              GatewayEvent.Severity.WARNING,
              true,
              null,
              message.substring(0, Math.min(message.length(), TEXT_CHARACTERS_MAX))));
    }
    if (component.startsWith(DEVICE_PREFIX) && !justOpened && !closed.get()) {
      tell(
          new GatewayEvent.SensorFault(
              component.substring(DEVICE_PREFIX.length()),
              GatewayEvent.Health.valueOf(to.name()),
              message.substring(0, Math.min(message.length(), TEXT_CHARACTERS_MAX))));
    }
  }

  /// The age of a segment decides when it may go, so it must not jump with the system clock: one
  /// sealed in 1970 is not 56 years old. Until the clock is open, only quarantined files are named
  /// by it.
  private Instant storeTime() {
    GatewayClock clock = opened;
    return clock == null
        ? GatewayClock.systemTime().instant()
        : Instant.ofEpochMilli(clock.wall(clock.now()).epochMillis());
  }

  private void clockChanged(ClockChange change) {
    uplink.clockChanged();
    // Of the times before: after the first synchronisation only drift, else what the step says.
    Duration drift = clock.drift(new BootTime(change.after().boot(), 0));
    long errorMillis =
        !change.correctsBoot()
            ? Math.abs(change.stepNanos()) / 1_000_000
            : drift == null ? 0 : drift.toMillis();
    tell(
        new GatewayEvent.ClockCorrection(
            change.after().boot(),
            vn.binhduong.gateway.contract.ClockState.valueOf(change.after().state().name()),
            change.stepNanos() / 1_000_000,
            errorMillis));
  }

  private void tell(GatewayEvent event) {
    store.append(new Event(clock.now(), event.kind(), event.toJson()));
  }

  private void tellDurably(GatewayEvent event) {
    tell(event);
    store.commitNow();
  }

  /// Stops within 5 s: everything measured is committed; what is in flight is acknowledged or kept.
  /// Idempotent.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    LOG.log(Level.INFO, "gateway: stops");
    frontDesk.close();
    Management server = management;
    if (server != null) {
      server.close();
    }
    watch.close();
    updates.close();
    acquisition.close();
    memory.close();
    processing.close().forEach(store::append);
    store.commitNow();
    uplink.close();
    store.close();
    processing.instruments().close();
    clock.close();
    LOG.log(Level.INFO, "gateway: stopped");
  }
}
