package vn.binhduong.gateway.management;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.leshan.core.model.StaticModel;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.GatewayObjects;

/// Keeps the gateway registered with its LwM2M server, by itself and for ever.
///
/// Constructed means running, on the thread `management`; telemetry knows nothing of it. Whatever
/// fails here becomes a state and a sentence for people, and is tried again.
public final class Management implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Management.class.getName());

  /// Signals of Leshan that wait; an attempt gives a handful.
  private static final int SIGNALS_MAX = 64;

  /// Reports that wait for a registration; the events of the gateway stream are what is complete.
  private static final int REPORTS_MAX = 16;

  private static final long TICK_MILLIS = 500;

  /// How often the addresses of this machine are looked at.
  private static final long ADDRESSES_NANOS = Duration.ofSeconds(10).toNanos();

  /// How often observers are told what has changed.
  private static final long OBJECTS_NANOS = Duration.ofSeconds(1).toNanos();

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final ManagementSettings settings;
  private final Recovery recovery;
  private final DeviceObject device;
  private final GatewayObjects objects;
  private final AccountFile file;
  private final Session session;
  private final Consumer<ManagementState> news;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(SIGNALS_MAX);
  private final BlockingQueue<List<String>> reports = new ArrayBlockingQueue<>(REPORTS_MAX);
  private final Thread thread;

  /// Where the present or last attempt goes.
  private String server = "";

  private String failure = "";

  /// Of the server at which the gateway was registered last; null until then.
  private volatile @Nullable Credential proven;

  private @Nullable Credential tried;

  /// Of a bootstrap server, and proven; null means that of the settings.
  private @Nullable Account kept;

  private Set<String> addresses = Set.of();
  private long addressesSeenNanos;
  private long objectsSeenNanos;
  private @Nullable ManagementState told;

  /// Starts.
  ///
  /// @param gatewayId of this unit, the endpoint name where the settings give none
  /// @param phase place of this gateway in the fleet, 0 to 1 (excluded)
  /// @param unit what object 3 says
  /// @param actions what a server may ask of the machine
  /// @param objects what all others say
  /// @param file keeps the account that a bootstrap server gave
  /// @param news takes each change of the state, on the thread `management`
  public Management(
      ManagementSettings settings,
      String gatewayId,
      double phase,
      ManagedUnit unit,
      SystemActions actions,
      GatewayObjects objects,
      AccountFile file,
      Consumer<ManagementState> news) {
    this.settings = settings;
    this.device = new DeviceObject(unit, actions);
    this.objects = objects;
    this.file = file;
    this.news = news;
    BootstrapSettings bootstrap = settings.bootstrap();
    this.kept = bootstrap == null ? null : file.read(settings);
    this.recovery =
        new Recovery(
            phase,
            () -> ThreadLocalRandom.current().nextDouble(),
            kept != null || settings.managed() != null,
            bootstrap == null ? null : bootstrap.after(),
            System.nanoTime());
    String name = settings.endpoint();
    this.session =
        new Session(
            settings,
            name == null ? gatewayId : name,
            new StaticModel(GatewayObjects.models()),
            device,
            objects.enablers(),
            this::signalled);
    this.thread = Thread.ofPlatform().name("management").daemon(true).unstarted(this::run);
    thread.start();
  }

  /// On threads of Leshan. When there are too many the oldest goes: the newest says what is.
  private void signalled(Signal signal) {
    while (!signals.offer(signal)) {
      signals.poll();
    }
  }

  /// Has the server told, unasked, the error codes of object 3 and what some resources hold: at
  /// once when it is registered, else as soon as it is. Of too many that wait the oldest goes.
  /// Never waits.
  ///
  /// @param paths of resources with one value; may be empty
  public void report(List<String> paths) {
    List<String> copy = List.copyOf(paths);
    while (!reports.offer(copy)) {
      reports.poll();
    }
  }

  /// Reads a resource of another server by the credential of the management server: its key, or its
  /// certificate and who signs those of servers.
  ///
  /// @param uri `coaps://host[:port]/path`
  /// @return empty when the management server is reached without a credential
  /// @throws IOException when the gateway was not registered yet, or there is no socket
  public Optional<BlockReader> reader(URI uri) throws IOException {
    Credential credential = proven;
    if (!settings.encrypted()) {
      return Optional.empty();
    }
    if (credential == null) {
      throw new IOException("coaps: waits until the gateway is registered at its server");
    }
    return Optional.of(new BlockReader(uri, credential));
  }

  private void run() {
    try {
      while (true) {
        turn(signals.poll(TICK_MILLIS, TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void turn(@Nullable Signal signal) {
    long now = System.nanoTime();
    try {
      if (signal != null) {
        carryOut(heard(signal, now), now);
      }
      carryOut(recovery.tick(now), now);
      lookAtAddresses(now);
      lookAtObjects(now);
      sendReports();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "management: the LwM2M client failed", e);
      failure = "the LwM2M client failed: " + e;
      discard();
      var _ = recovery.failed(now);
    }
    tell();
  }

  private Recovery.Action heard(Signal signal, long now) {
    return switch (signal.kind()) {
      case REGISTERED -> {
        proven = tried;
        boolean proving = recovery.proving();
        recovery.registered(now);
        if (proving && !recovery.proving()) {
          keep();
        }
        yield Recovery.Action.NONE;
      }
      case BOOTSTRAPPED -> recovery.bootstrapped(now);
      case UPDATING -> {
        recovery.updating(now);
        yield Recovery.Action.NONE;
      }
      case UPDATED -> {
        recovery.updated();
        yield Recovery.Action.NONE;
      }
      case FAILED -> {
        failure = signal.text();
        yield recovery.failed(now);
      }
    };
  }

  private void carryOut(Recovery.Action action, long now) {
    switch (action) {
      case NONE -> {}
      case CONNECT -> connect(now);
      case BOOTSTRAP -> bootstrap(now);
      case DISCARD -> {
        if (failure.isEmpty()) {
          failure = "no answer";
        }
        discard();
      }
    }
  }

  private void connect(long now) {
    failure = "";
    try {
      Account account = account();
      server = account.server().toString();
      tried = account.credential();
      session.start(account);
    } catch (Credential.SetupException e) {
      server = String.valueOf(settings.server());
      failure = String.valueOf(e.getMessage());
      carryOut(recovery.failed(now), now);
    }
  }

  /// That on trial, else the one that proved itself, else that of the settings; which is also tried
  /// when neither the one that proved itself nor the bootstrap server can be reached any more.
  private Account account() throws Credential.SetupException {
    Account known = recovery.proving() ? session.written() : kept;
    ManagedServer factory = settings.managed();
    return known == null || (factory != null && recovery.another())
        ? Account.of(Objects.requireNonNull(factory), settings.lifetime())
        : known;
  }

  private void bootstrap(long now) {
    failure = "";
    ManagedServer asked = Objects.requireNonNull(settings.bootstrap()).managed();
    server = asked.address().toString();
    LOG.log(Level.INFO, "management: asks the bootstrap server {0}", server);
    try {
      session.bootstrap(asked.address(), Credential.read(asked));
    } catch (Credential.SetupException e) {
      failure = "bootstrap: " + e.getMessage();
      carryOut(recovery.failed(now), now);
    }
  }

  private void keep() {
    Account proven = Objects.requireNonNull(session.written());
    LOG.log(Level.INFO, "management: keeps the new account at {0}", server);
    kept = proven;
    file.keep(proven, settings);
  }

  private void discard() {
    session.stop();
    signals.clear(); // of a connection that is no more
  }

  /// A machine that has another address tells the server at once: until then, the server sends to
  /// the old one.
  private void lookAtAddresses(long now) {
    if (now - addressesSeenNanos < ADDRESSES_NANOS) {
      return;
    }
    addressesSeenNanos = now;
    Set<String> before = addresses;
    addresses = addresses();
    if (recovery.state() == Recovery.State.REGISTERED
        && !before.isEmpty()
        && !before.equals(addresses)) {
      LOG.log(Level.INFO, "management: the addresses are {0} now", addresses);
      session.update();
    }
  }

  private void sendReports() {
    while (recovery.state() == Recovery.State.REGISTERED) {
      List<String> paths = reports.poll();
      if (paths == null) {
        return;
      }
      List<String> all = new ArrayList<>(device.errorPaths());
      all.addAll(paths);
      session.send(all);
    }
  }

  private void lookAtObjects(long now) {
    if (now - objectsSeenNanos >= OBJECTS_NANOS) {
      objectsSeenNanos = now;
      device.look();
      objects.look();
      if (recovery.state() == Recovery.State.REGISTERED) {
        session.tellObjects();
      }
    }
  }

  private static Set<String> addresses() {
    Set<String> found = new TreeSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .forEach(
              each ->
                  each.inetAddresses()
                      .filter(address -> !address.isLoopbackAddress())
                      .forEach(address -> found.add(address.getHostAddress())));
    } catch (SocketException e) {
      LOG.log(Level.DEBUG, "addresses unknown", e);
    }
    return found;
  }

  private void tell() {
    ManagementState state =
        switch (recovery.state()) {
          case REGISTERED ->
              new ManagementState(ManagementState.Kind.REGISTERED, "registered at " + server);
          case BOOTSTRAPPING, REGISTERING ->
              told != null && told.kind() == ManagementState.Kind.UNREACHABLE
                  ? told
                  : new ManagementState(ManagementState.Kind.STARTING, "registering at " + server);
          case WAITING ->
              failure.isEmpty()
                  ? new ManagementState(ManagementState.Kind.STARTING, "registering at " + server)
                  : new ManagementState(
                      ManagementState.Kind.UNREACHABLE, "%s: %s".formatted(server, failure));
        };
    if (!state.equals(told)) {
      told = state;
      LOG.log(
          state.kind() == ManagementState.Kind.UNREACHABLE ? Level.WARNING : Level.INFO,
          "management: {0}",
          state.text());
      news.accept(state);
    }
  }

  private void end() {
    try {
      thread.join(CLOSE_MAX); // from here on this thread has what was its
      session.destroy(recovery.state() == Recovery.State.REGISTERED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells the server that the gateway goes, and stops. Idempotent; takes 2 s at most.
  @Override
  public void close() {
    thread.interrupt();
    Thread end = Thread.ofPlatform().name("management-close").daemon(true).start(this::end);
    try {
      end.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
