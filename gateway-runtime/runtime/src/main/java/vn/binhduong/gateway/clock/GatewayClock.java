package vn.binhduong.gateway.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

/// The time of this gateway: monotonic where things happen, wall time where they are told.
///
/// Samples are stamped with [#now]; [#wall] computes their wall time when they are sent, when more
/// may be known of the clock than when they were taken. Thread-safe. A thread named `clock`
/// compares the clocks until [#close].
public final class GatewayClock implements AutoCloseable {
  /// Stated drift of an unsynchronised board, parts per million: 100 ms in 33 min.
  public static final int DRIFT_PPM = 50;

  /// A comparison of the clocks is used only if reading them took no longer, nanoseconds.
  private static final long READING_MAX_NANOS = 1_000_000;

  private static final int READINGS_MAX = 8;

  private static final System.Logger LOG = System.getLogger(GatewayClock.class.getName());

  private final ClockSettings settings;
  private final UUID boot;
  private final TimeSource time;
  private final SyncSource sync;
  private final long builtAtNanos;
  private final Consumer<ClockOffset> record;
  private final OffsetTimeline timeline;
  private final long driverOffsetNanos;
  private final List<Consumer<ClockChange>> listeners = new CopyOnWriteArrayList<>();

  /// Changes that came before there was a listener.
  private final List<ClockChange> untold = new ArrayList<>();

  private final Thread thread;

  /// The latest instant at which the clocks were found to agree with the current offset.
  private final AtomicLong agreedNanos = new AtomicLong(Long.MIN_VALUE);

  /// One permit when the clock's thread is to compare now.
  private final Semaphore doubt = new Semaphore(0);

  /// Opens the clock of this machine.
  ///
  /// @param settings how to check
  /// @param builtAt when this program was built: no clock before it is believed
  /// @param entries when the newest entry of each stream in the store was taken; with `known` they
  ///   tell the latest time that was certainly reached
  /// @param known the offsets recorded earlier, oldest record first
  /// @param record keeps one offset durably; called from the thread that opens and from the clock's
  ///   own. A later record with the same boot and begin replaces the earlier one
  public static GatewayClock open(
      ClockSettings settings,
      Instant builtAt,
      List<BootTime> entries,
      List<ClockOffset> known,
      Consumer<ClockOffset> record) {
    SyncSource sync =
        switch (settings.sync()) {
          case TRUST -> SyncSource.trust();
          case SYSTEM -> new SystemSync(TimeSource.system());
        };
    GatewayClock clock =
        new GatewayClock(
            settings, currentBoot(), TimeSource.system(), sync, builtAt, entries, known, record);
    clock.thread.start();
    return clock;
  }

  /// A clock that trusts the system clock and keeps nothing; for tools and tests.
  public static GatewayClock trusting() {
    return open(ClockSettings.TRUSTING, Instant.EPOCH, List.of(), List.of(), offset -> {});
  }

  GatewayClock(
      ClockSettings settings,
      UUID boot,
      TimeSource time,
      SyncSource sync,
      Instant builtAt,
      List<BootTime> entries,
      List<ClockOffset> known,
      Consumer<ClockOffset> record) {
    this.settings = settings;
    this.boot = boot;
    this.time = time;
    this.sync = sync;
    this.builtAtNanos = nanos(builtAt);
    this.record = record;
    long floorNanos = Math.max(builtAtNanos, OffsetTimeline.lastVouched(known, entries));
    this.timeline = new OffsetTimeline(boot, floorNanos, known);
    timeline.begin().forEach(record);
    check();
    if (known.stream().noneMatch(offset -> offset.boot().equals(boot))) {
      untold.clear(); // nothing was measured in this boot yet
    }
    this.driverOffsetNanos = timeline.current().offsetNanos();
    this.thread = Thread.ofPlatform().daemon().name("clock").unstarted(this::watch);
  }

  /// The boot id of the kernel; where there is none, one made for this process.
  public static UUID currentBoot() {
    return BootId.CURRENT;
  }

  /// Now by the monotonic clock of this boot; needs no open clock.
  public static BootTime bootTime() {
    return new BootTime(BootId.CURRENT, TimeSource.system().monotonicNanos());
  }

  /// The system clock as it stands, right or wrong; only for the age of files. Needs no open clock.
  public static InstantSource systemTime() {
    return () -> instant(TimeSource.system().wallNanos());
  }

  /// Now, as samples are stamped.
  public BootTime now() {
    return new BootTime(boot, time.monotonicNanos());
  }

  /// The clock drivers read: wall time as it was estimated at the start of the process, plus
  /// monotonic time. It never steps.
  public InstantSource driverClock() {
    return () -> instant(time.monotonicNanos() + driverOffsetNanos);
  }

  /// The instant of [#driverClock] at a time of this boot.
  public Instant steady(BootTime at) {
    return instant(at.nanos() + driverOffsetNanos);
  }

  /// The monotonic time of an instant of [#driverClock].
  ///
  /// @throws IllegalArgumentException when it lies before the boot or is out of range
  public BootTime of(Instant driverInstant) {
    long nanos;
    try {
      nanos = Math.subtractExact(nanos(driverInstant), driverOffsetNanos);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("time out of range: " + driverInstant, e);
    }
    if (nanos < 0) {
      throw new IllegalArgumentException(
          "time %s lies before the boot of the machine".formatted(driverInstant));
    }
    return new BootTime(boot, nanos);
  }

  /// Wall time of an instant of this boot or an earlier one, as far as it is known now. SYNCED is
  /// final; the others may change with the first synchronisation of their boot.
  ///
  /// An instant since the last comparison of the clocks is SYNCED only if they still agree:
  /// otherwise the clock was stepped around that instant, and it is ESTIMATED.
  public WallTime wall(BootTime at) {
    WallTime wall = timeline.wall(at);
    if (wall.state() != ClockState.SYNCED
        || !at.boot().equals(boot)
        || at.nanos() <= agreedNanos.get()
        || agreesNow()) {
      return wall;
    }
    if (doubt.availablePermits() == 0) {
      doubt.release();
    }
    return new WallTime(wall.epochMillis(), ClockState.ESTIMATED, ~wall.offset());
  }

  /// How far [#wall] may be off by drift since (or before) the nearest synchronisation of its boot;
  /// null when there was none, so that nothing can be said.
  public @Nullable Duration drift(BootTime at) {
    long distance = timeline.nanosFromSync(at);
    return distance < 0 ? null : Duration.ofNanos(distance / 1_000_000 * DRIFT_PPM);
  }

  /// The state of the clock now.
  public ClockState state() {
    return current().state();
  }

  /// The offset that holds now.
  public ClockOffset current() {
    return timeline.current();
  }

  /// Where the state comes from, for people: `trusted`, `kernel`, ...
  public String source() {
    return sync.name();
  }

  /// Adds a listener for new offsets, called on the clock's thread after the offset was recorded.
  /// The first one is told at once what has changed since the last process of this boot.
  public void onChange(Consumer<ClockChange> listener) {
    List<ClockChange> missed;
    synchronized (untold) {
      missed = List.copyOf(untold);
      untold.clear();
      listeners.add(listener);
    }
    missed.forEach(listener);
  }

  /// Stops comparing; the clock can still be read. Idempotent.
  @Override
  public void close() {
    thread.interrupt();
  }

  /// Compares the clocks once. On the clock's thread only.
  final void check() {
    boolean synced = sync.synchronised();
    Reading reading = read();
    if (reading == null) {
      return; // too busy to measure; next time
    }
    ClockOffset current = timeline.current();
    long agreed = agreedNanos.get();
    List<ClockOffset> records =
        timeline.observe(
            reading.monotonicNanos(),
            reading.wallNanos(),
            synced && reading.wallNanos() >= builtAtNanos,
            settings.stepBound().toNanos(),
            agreed == Long.MIN_VALUE ? reading.monotonicNanos() : agreed);
    agreedNanos.accumulateAndGet(reading.monotonicNanos(), Math::max);
    if (records.isEmpty()) {
      return;
    }
    records.forEach(record);
    ClockChange change =
        new ClockChange(current, records.getLast(), current.state() == ClockState.UNSYNCED);
    LOG.log(
        System.Logger.Level.INFO,
        "clock: {0} -> {1} ({2}){3}",
        change.before().state(),
        change.after().state(),
        sync.name(),
        // The first one replaces a guess: how far that was off says nothing.
        change.correctsBoot() ? "" : ", step " + change.stepNanos() / 1_000_000 + " ms");
    synchronized (untold) {
      if (listeners.isEmpty()) {
        untold.add(change);
      }
    }
    for (Consumer<ClockChange> listener : listeners) {
      listener.accept(change);
    }
  }

  /// Both clocks at one instant.
  private record Reading(long monotonicNanos, long wallNanos) {}

  /// Null when no reading was quick enough to be of one instant.
  private @Nullable Reading read() {
    for (int i = 0; i < READINGS_MAX; i++) {
      long before = time.monotonicNanos();
      long wall = time.wallNanos();
      long after = time.monotonicNanos();
      if (after - before <= READING_MAX_NANOS) {
        return new Reading(before + (after - before) / 2, wall);
      }
    }
    return null;
  }

  /// Whether the clocks agree with the current offset at this moment.
  private boolean agreesNow() {
    Reading reading = read();
    if (reading == null) {
      return false;
    }
    long offset = reading.wallNanos() - reading.monotonicNanos();
    if (Math.abs(offset - timeline.current().offsetNanos()) > settings.stepBound().toNanos()) {
      return false;
    }
    agreedNanos.accumulateAndGet(reading.monotonicNanos(), Math::max);
    return true;
  }

  private void watch() {
    try {
      while (true) {
        if (doubt.tryAcquire(settings.checkEvery().toMillis(), TimeUnit.MILLISECONDS)) {
          doubt.drainPermits();
        }
        try {
          check();
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.WARNING, "clock: an offset could not be recorded", e);
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
  }
}
