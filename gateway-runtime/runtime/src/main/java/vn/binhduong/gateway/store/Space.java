package vn.binhduong.gateway.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.Event;

/// Keeps the data directory within its budget and the file system above the free-space floor. What
/// goes first and last is decided by [Retention]. For the store thread.
/// - The budget counts every file of the data directory. The floor is what the file system must
///   keep free, but never more than an eighth of it.
/// - Two segments are kept free of the budget: one because a segment doubles while it is sealed,
///   one for a [Replacement]. So much again lies in a file `reserve`, which is given up where even
///   that finds no room, and made again when there is.
/// - Replacements are made on `store-upkeep`, one at a time, and take their place on the store
///   thread. The store thread waits for one only when data comes so fast that the budget would not
///   hold meanwhile.
/// - Order of a deletion: the gap events of what was pending (durable), then the state with the
///   gaps and all acknowledgements (durable), then the file goes. The same for a replacement.
/// - A write that finds the disk full may always take delivered data; pending data only for the
///   budget and the floor, never because somebody else filled the disk.
final class Space {
  static final String RESERVE_FILE = "reserve";

  /// The quarantine may keep this part of the budget.
  private static final int QUARANTINE_PART = 4;

  /// The floor is at most this part of the file system.
  private static final int FLOOR_PART_MIN = 8;

  /// Steps of one check at most; the next check goes on.
  private static final int STEPS_MAX = 64;

  private static final System.Logger LOG = System.getLogger(Space.class.getName());

  private final Log log;
  private final Path directory;
  private final StoreSettings settings;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final Consumer<Event> events;
  private final Predicate<String> condensable;
  private final ExecutorService upkeep;
  private final BooleanSupplier stop;
  private final Path reserve;
  private final Quarantine quarantine;
  private final Shortage shortage;
  private final Map<Long, Grain> vain = new HashMap<>();
  private @Nullable Work work;
  private volatile Usage usage = Usage.NONE;

  /// A replacement under way.
  private record Work(Retention.Step.Thin step, Future<Optional<Replacement>> replacement) {}

  /// @param events takes what there is to say that need not be durable at once
  /// @param condensable whether the samples of a device may be condensed
  /// @param upkeep runs what takes long
  /// @param stop whether the store is closing
  Space(
      Log log,
      Path directory,
      StoreSettings settings,
      Supplier<BootTime> now,
      InstantSource wall,
      Consumer<Event> events,
      Predicate<String> condensable,
      ExecutorService upkeep,
      BooleanSupplier stop) {
    this.log = log;
    this.directory = directory;
    this.settings = settings;
    this.now = now;
    this.wall = wall;
    this.events = events;
    this.condensable = condensable;
    this.upkeep = upkeep;
    this.stop = stop;
    this.reserve = directory.resolve(RESERVE_FILE);
    this.quarantine = new Quarantine(directory);
    this.shortage = new Shortage(directory, settings, event -> tell(event));
  }

  /// Bytes of all files of the data directory at the last count.
  long bytes() {
    return usage.bytes();
  }

  void count() throws IOException {
    usage = Usage.of(directory);
  }

  /// Thins and deletes what must go by age, budget and free-space floor.
  void check() throws SQLException, IOException {
    boolean tight = false;
    vain.clear();
    for (int steps = 0; steps < STEPS_MAX; steps++) {
      count();
      tight = excess() > 0;
      boolean urgent = excess() > settings.segmentBytes();
      if (urgent) {
        awaitUpkeep(); // what is not sealed cannot go
      }
      if (!takeWork(urgent)) {
        break; // a replacement is being made, and there is time for it
      }
      Optional<Retention.Step> step = next(excess(), true);
      if (step.isEmpty()) {
        break;
      }
      carryOut(step.get());
    }
    if (!tight && work == null) {
      renewReserve();
    }
    shortage.look(wall.millis(), candidates(), roomBytes());
  }

  private void awaitUpkeep() {
    try {
      upkeep.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the store is closing", e);
    }
  }

  /// Whether a replacement is ready to take its place.
  boolean workDone() {
    Work current = work;
    return current != null && current.replacement().isDone();
  }

  /// A write found the disk full: gives up the reserve, then does what the plan says, and then
  /// thins and deletes delivered data until a segment finds room.
  ///
  /// @return whether room was made
  boolean makeRoom() throws SQLException, IOException {
    long before = usable();
    boolean reserved = Files.deleteIfExists(reserve);
    check();
    for (int steps = 0; steps < STEPS_MAX && usable() < 2 * settings.segmentBytes(); steps++) {
      if (!takeWork(true)) {
        break;
      }
      Optional<Retention.Step> step = next(settings.segmentBytes(), false);
      if (step.isEmpty()) {
        break;
      }
      carryOut(step.get());
    }
    return reserved || usable() > before;
  }

  private long usable() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private long excess() throws IOException {
    FileStore store = Files.getFileStore(directory);
    long floor =
        Math.min((long) settings.freeFloorMib() << 20, store.getTotalSpace() / FLOOR_PART_MIN);
    return Math.max(
        usage.bytes() + 2 * settings.segmentBytes() - settings.budgetBytes(),
        floor - store.getUsableSpace());
  }

  /// What segments may take at most, by the budget and by the file system.
  private long roomBytes() throws IOException {
    return usage.segmentBytes() - excess();
  }

  private Optional<Retention.Step> next(long excess, boolean pendingToo) {
    return Retention.next(
        candidates(),
        new Retention.Need(
            wall.millis(),
            settings.retention().toMillis(),
            excess,
            pendingToo,
            usage.quarantineBytes() > settings.budgetBytes() / QUARANTINE_PART));
  }

  /// The reserve is not worth an error: without it, a full disk costs more.
  private void renewReserve() throws IOException {
    long bytes = settings.segmentBytes();
    if (!Files.exists(reserve) && usable() > 3 * bytes && excess() + bytes <= 0) {
      try {
        Durable.fill(reserve, bytes);
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "no reserve", e);
      }
    }
  }

  private void carryOut(Retention.Step step) throws SQLException, IOException {
    switch (step) {
      case Retention.Step.Delete delete -> delete(delete);
      case Retention.Step.Thin thin -> begin(thin);
      case Retention.Step.DropCase() -> dropCase();
    }
  }

  private void dropCase() throws IOException {
    Quarantine.Case gone = quarantine.dropOldest();
    if (gone != null) {
      tell(
          new GatewayEvent.Alarm(
              "store.quarantine",
              GatewayEvent.Severity.CRITICAL,
              true,
              null,
              "space is short: the oldest quarantined files are deleted: %s, %d bytes"
                  .formatted(gone.name(), gone.bytes())));
    }
  }

  /// Sealed segments, oldest first.
  private List<Retention.Candidate> candidates() {
    List<Retention.Candidate> sealed = new ArrayList<>();
    for (Segment segment : log.segments()) {
      if (segment.sealed()) {
        sealed.add(
            new Retention.Candidate(
                segment.number(),
                segment.sealedMillis(),
                segment.bytes(),
                pending(segment).isEmpty(),
                vain.getOrDefault(segment.number(), segment.grain())));
      }
    }
    return sealed;
  }

  private Map<StreamKey, List<Range>> pending(Segment segment) {
    Map<StreamKey, List<Range>> pending = new LinkedHashMap<>();
    segment
        .summary()
        .streams()
        .forEach(
            (key, ranges) -> {
              List<Range> open =
                  ranges.stream().flatMap(r -> log.streams().pending(key, r).stream()).toList();
              if (!open.isEmpty()) {
                pending.put(key, open);
              }
            });
    return pending;
  }

  private void begin(Retention.Step.Thin step) {
    Segment segment = log.segment(step.number());
    if (segment == null) {
      return;
    }
    Map<StreamKey, List<Thinning.Run>> runs = new LinkedHashMap<>();
    segment
        .summary()
        .streams()
        .forEach(
            (key, ranges) ->
                runs.put(
                    key,
                    ranges.stream().flatMap(r -> log.streams().runs(key, r).stream()).toList()));
    Map<java.util.UUID, Long> offsets = new HashMap<>();
    for (ClockOffset offset : log.clockOffsets()) {
      offsets.put(offset.boot(), offset.offsetNanos()); // the latest of a boot
    }
    Thinning thinning =
        new Thinning(step.to(), condensable, boot -> offsets.getOrDefault(boot, 0L), runs);
    work =
        new Work(step, upkeep.submit(() -> Replacement.make(segment, step.to(), thinning, stop)));
  }

  /// Puts a replacement that is ready in its place.
  ///
  /// @param wait whether to wait for one that is not
  /// @return whether none is under way any more
  private boolean takeWork(boolean wait) throws SQLException, IOException {
    Work current = work;
    if (current == null) {
      return true;
    }
    if (!wait && !current.replacement().isDone()) {
      return false;
    }
    work = null;
    Segment segment = log.segment(current.step().number());
    try {
      Optional<Replacement> replacement = current.replacement().get();
      if (replacement.isPresent()) {
        replace(replacement.get(), current.step());
      } else if (segment != null) {
        segment.grain(current.step().to());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (SQLException | IOException e) {
      work = current; // its gaps may be durable already, so it is this one that must take the place
      throw e;
    } catch (ExecutionException e) {
      if (segment != null) {
        notThinned(segment, e.getCause());
      }
    }
    return true;
  }

  /// For want of space a segment is passed over in this check, and what comes behind it in the
  /// order is done; for any other reason as long as the store is open.
  private void notThinned(Segment segment, @Nullable Throwable cause) {
    if (cause instanceof Replacement.Stopped) {
      return;
    }
    vain.put(segment.number(), Grain.HOUR);
    if (StoreTrouble.of(cause) == StoreTrouble.FULL) {
      return;
    }
    segment.grain(Grain.HOUR);
    LOG.log(
        Level.WARNING, "store: segment %d cannot be thinned".formatted(segment.number()), cause);
    if (cause instanceof FormatException damage) {
      log.damaged(segment, damage);
    }
  }

  private void replace(Replacement replacement, Retention.Step.Thin step)
      throws SQLException, IOException {
    synchronized (log) {
      Segment old = replacement.old();
      if (log.segment(old.number()) != old) {
        Replacement.clear(old.file());
        return;
      }
      List<Event> gaps = new ArrayList<>();
      replacement
          .gone()
          .forEach(
              (key, ranges) ->
                  ranges.stream()
                      .flatMap(range -> log.streams().pending(key, range).stream())
                      .forEach(
                          range ->
                              gaps.add(StoreEvents.gap(now.get(), key, range, GapReason.THINNED))));
      if (!gaps.isEmpty()) {
        log.commit(gaps);
      }
      log.saveState();
      old.close();
      Durable.move(replacement.file(), old.file());
      Segment thinned = new Segment(old.number(), old.file(), replacement.summary());
      thinned.grain(replacement.grain());
      thinned.sealed(old.sealedMillis());
      log.rewritten(thinned);
      Sidecar.seal(old.file(), thinned.summary(), old.sealedMillis(), replacement.grain());
    }
    if (step.early()) {
      shortage.early(wall.millis(), !step.delivered());
    }
  }

  private void delete(Retention.Step.Delete deletion) throws SQLException, IOException {
    synchronized (log) {
      Segment segment = log.segment(deletion.number());
      if (segment == null) {
        return;
      }
      List<Event> dropped = new ArrayList<>();
      pending(segment)
          .forEach(
              (key, ranges) ->
                  ranges.stream()
                      .map(range -> log.streams().withThinnedBelow(key, range))
                      .forEach(
                          r -> dropped.add(StoreEvents.gap(now.get(), key, r, GapReason.DROPPED))));
      if (!dropped.isEmpty()) {
        log.commit(dropped);
      }
      log.saveState();
      log.forget(segment);
      segment.close();
      // The seal first, and for good: a seal without its file would look like a loss.
      if (Files.deleteIfExists(Sidecar.of(segment.file()))) {
        Durable.syncDirectory(segment.file());
      }
      for (Path file : SegmentFiles.of(segment.file())) {
        Files.deleteIfExists(file);
      }
      Replacement.clear(segment.file());
    }
    if (deletion.early()) {
      shortage.early(wall.millis(), !deletion.delivered());
    }
  }

  private void tell(GatewayEvent event) {
    events.accept(StoreEvents.event(now.get(), event));
  }
}
