package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;

/// The segments of one data directory, opened for writing.
///
/// Files: `lock`; `state.db` (what is known beside the blocks); `witness` (the last block
/// committed); `segments/000000000042.db` (with `-wal` and `-shm` while open, `.seal` once sealed);
/// `quarantine/`.
///
/// Invariants, each by the order of writes:
/// 1. reservation of numbers (`state.db`, synced), then the block (segment, synced), then the
///    witness, then the block is visible, and only then is anything else written: a block that is
///    durable and not yet witnessed belongs to the segment that was open;
/// 2. the new segment with its snapshot (synced), then the old one is sealed;
/// 3. gap event (block, synced), then the gap in `state.db` (synced), then the file is deleted;
/// 4. a salvaged segment (synced), then the damaged files are moved away;
/// 5. a thinned segment (synced), then its gap events, then the gaps in `state.db`, then it takes
///    the place of the old one (see [Replacement]).
///
/// Writing is for the store thread; reading and acknowledging for all. Sealing runs on
/// `store-upkeep`.
final class Log implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Log.class.getName());

  private static final long STATE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long SPACE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final Duration SEAL_RETRY = Duration.ofSeconds(15);

  private final Path directory;
  private final StoreSettings settings;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final DirectoryLock lock;
  private final StateDb stateDb;
  private final FileChannel witness;
  private final UUID epoch;
  private final Streams streams = new Streams();
  private final NavigableMap<Long, Segment> byFirstBlock = new ConcurrentSkipListMap<>();
  private final List<ClockOffset> offsets = new ArrayList<>();
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("store-upkeep").daemon(true).unstarted(task));
  private SegmentWriter writer;
  private Segment open;
  private long openedNanos = System.nanoTime();
  private long stateSavedNanos = System.nanoTime();
  private long spaceCheckedNanos = System.nanoTime();
  private long uncheckedBytes;
  private final Space space;
  private final LazySalvage salvage;
  private final Tidings tidings;
  private volatile Position head;
  private final AtomicLong rewrites = new AtomicLong();
  private @Nullable Unwitnessed unwitnessed;
  private volatile boolean closing;

  /// What is durable, and not yet visible.
  private record Unwitnessed(List<Block> blocks, List<? extends Entry> entries) {}

  /// Opens the log, makes it when there is none, repairs what is damaged.
  ///
  /// @param events takes what the log has to say later on
  /// @param condensable whether the samples of a device may be condensed when space is short
  static Log open(
      Path directory,
      StoreSettings settings,
      Supplier<BootTime> now,
      InstantSource wall,
      Consumer<Event> events,
      Predicate<String> condensable)
      throws IOException, SQLException {
    Files.createDirectories(directory);
    Quarantine quarantine = new Quarantine(directory);
    DirectoryLock lock = DirectoryLock.take(directory, quarantine, wall.instant());
    StateDb stateDb = null;
    FileChannel witness = null;
    boolean opened = false;
    try {
      Recovery recovery = new Recovery(directory, now.get().boot(), wall, quarantine);
      Recovery.Found found = recovery.run();
      stateDb = StateDb.open(directory);
      witness = recovery.openWitness();
      Log log =
          new Log(
              directory,
              settings,
              now,
              wall,
              events,
              condensable,
              quarantine,
              lock,
              stateDb,
              witness,
              found);
      opened = true;
      return log;
    } finally { // also after an Error: a lock that is left would keep ourselves out
      if (!opened) {
        if (stateDb != null) {
          stateDb.close();
        }
        if (witness != null) {
          Sqlite.closeQuietly(witness);
        }
        lock.close();
      }
    }
  }

  private Log(
      Path directory,
      StoreSettings settings,
      Supplier<BootTime> now,
      InstantSource wall,
      Consumer<Event> events,
      Predicate<String> condensable,
      Quarantine quarantine,
      DirectoryLock lock,
      StateDb stateDb,
      FileChannel witness,
      Recovery.Found found)
      throws SQLException, IOException {
    this.directory = directory;
    this.settings = settings;
    this.now = now;
    this.wall = wall;
    this.space =
        new Space(this, directory, settings, now, wall, events, condensable, upkeep, () -> closing);
    this.salvage = new LazySalvage(this, quarantine, now, wall, events);
    this.lock = lock;
    this.stateDb = stateDb;
    this.witness = witness;
    found.segments().values().forEach(this::put);
    State state = found.state();
    if (state != null) {
      state.streams().forEach(streams::restore);
      offsets.addAll(state.offsets());
    }
    State snapshot = found.snapshot();
    if (snapshot != null) {
      snapshot.streams().forEach(streams::restore);
      snapshot.offsets().stream().filter(known -> !offsets.contains(known)).forEach(offsets::add);
    }
    found.held().forEach((key, ranges) -> ranges.toList().forEach(r -> streams.held(key, r)));
    found.lasts().forEach(streams::known);
    boolean continues = state != null && (found.proved() || found.stateSaved());
    this.epoch = state != null && continues ? state.epoch() : Epochs.create(wall.instant());
    this.tidings = new Tidings(streams, epoch, quarantine, now, events);
    if (!found.proved() && state != null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "store: the end of the log cannot be proved whole; {0}",
          continues ? "numbers continue behind those reserved" : "numbers start in a new epoch");
      UUID doubtful = state.epoch(); // the current one, or the one that ends here
      streams.keys().stream()
          .filter(key -> key.epoch().equals(doubtful))
          .forEach(streams::skipReserved);
    }
    this.head = new Position(found.lastBlock() + 1, 0);
    this.open = newSegment(found.lastNumber() + 1);
    this.writer = SegmentWriter.create(open.file(), state(State.IN_USE));
    Durable.syncDirectory(open.file());
    put(open);
    boolean begun = false;
    try {
      List<Entry> news = tidings.of(found, continues ? null : state);
      if (!news.isEmpty()) {
        commit(news);
      }
      saveState();
      writeWitness(head.block() - 1);
      // Once, so that after a power cut there is one: without it nothing is proved. This
      // directory's sync also keeps the names of what was made in it.
      witness.force(true);
      Durable.syncDirectory(directory.resolve(Witness.FILE));
      begun = true;
    } finally {
      if (!begun) {
        writer.close();
      }
    }
    space.count();
  }

  private Segment newSegment(long number) {
    return new Segment(number, SegmentFiles.file(directory, number), Summary.empty(head.block()));
  }

  private State state(long cleanBlock) {
    return new State(epoch, cleanBlock, streams.snapshot(), clockOffsets());
  }

  UUID epoch() {
    return epoch;
  }

  Position head() {
    return head;
  }

  Streams streams() {
    return streams;
  }

  Collection<Segment> segments() {
    return byFirstBlock.values();
  }

  long storeBytes() {
    return space.bytes();
  }

  List<ClockOffset> clockOffsets() {
    synchronized (offsets) {
      return List.copyOf(offsets);
    }
  }

  void record(ClockOffset offset) {
    synchronized (offsets) {
      if (offsets.contains(offset)) {
        return;
      }
      offsets.add(offset);
    }
    // Before the next block: its samples would have no time after a power cut.
    streams.mustSave();
  }

  /// Commits the entries: durable when it returns, visible after [#publish()].
  ///
  /// @return bytes of the blocks
  long commit(List<? extends Entry> entries) throws SQLException, IOException {
    publish();
    if (writer.bytes() >= settings.segmentBytes()
        || writer.walGrowth() >= settings.segmentBytes()
        || (!open.summary().isEmpty()
            && System.nanoTime() - openedNanos > settings.segmentAge().toNanos())) {
      roll();
    }
    List<Block> blocks = number(entries);
    List<RawBlock> raws = new ArrayList<>(blocks.size());
    long bytes = 0;
    for (Block block : blocks) {
      byte[] body = BlockCodec.encode(block, writer::layoutOf);
      raws.add(new RawBlock(block.number(), body));
      bytes += body.length;
    }
    Unwitnessed committed = new Unwitnessed(blocks, entries);
    writer.commit(raws);
    unwitnessed = committed;
    uncheckedBytes += bytes; // so the rate of checks follows that of data
    return bytes;
  }

  /// Makes what was committed visible, with the witness first. After a failure it is still durable,
  /// and this is to be called again.
  void publish() throws IOException {
    Unwitnessed committed = unwitnessed;
    if (committed == null) {
      return;
    }
    writeWitness(committed.blocks().getLast().number());
    Summary summary = open.summary();
    for (Block block : committed.blocks()) {
      for (Section section : block.sections()) {
        streams.committed(
            new StreamKey(epoch, section.device()),
            new Range(section.firstSeq(), section.lastSeq()),
            section.entries().getLast().at());
      }
      summary = summary.with(block);
    }
    settleGaps(committed.entries());
    unwitnessed = null; // with the next two lines, which cannot fail
    open.summary(summary);
    head = new Position(summary.lastBlock() + 1, 0);
  }

  private void writeWitness(long block) throws IOException {
    new Witness(now.get().boot(), block, stateDb.checksum()).write(witness);
  }

  /// A gap stands in the book from the moment its event is durable, never before: so no crash can
  /// make a gap of which nobody is told.
  void settleGaps(List<? extends Entry> committed) {
    for (Entry entry : committed) {
      if (entry instanceof Event event) {
        StoreEvents.gapOf(event).ifPresent(gap -> streams.gap(gap.key(), gap.range(), gap.why()));
      }
    }
  }

  /// Whether block `number` is there and begins with `first`.
  boolean holds(long number, Entry first) {
    Segment segment = segmentOf(number);
    if (segment == null || segment.summary().firstBlock() > number) {
      return false;
    }
    try {
      for (RawBlock raw : segment.read(number, 1, 1)) {
        Block block = segment.decode(raw);
        return block.number() == number
            && block.sections().getFirst().entries().getFirst().equals(first);
      }
      return false;
    } catch (SQLException | IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "block {0} cannot be read", number, e);
      return false; // rather twice than not at all
    }
  }

  /// Gives the entries their numbers, reserved durably before, and packs them.
  private List<Block> number(List<? extends Entry> entries) throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    entries.forEach(entry -> counts.merge(entry.device(), 1L, Long::sum));
    boolean grew = false;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      grew |= streams.reserve(new StreamKey(epoch, count.getKey()), count.getValue());
    }
    if (grew) {
      streams.mustSave();
    }
    saveStateIf(streams.saveDue());
    return Packing.blocks(
        entries, epoch, head.block(), device -> streams.next(new StreamKey(epoch, device)));
  }

  private void saveStateIf(boolean due) throws SQLException {
    if (due) {
      streams.takeChanged();
      try {
        stateDb.save(state(State.IN_USE));
      } catch (SQLException e) {
        streams.markChanged();
        throw e;
      }
      streams.saved();
      stateSavedNanos = System.nanoTime();
    }
  }

  /// Begins the next segment; the old one is sealed behind it.
  private void roll() throws SQLException, IOException {
    Segment next = newSegment(freshNumber());
    SegmentFiles.clear(next.file());
    SegmentWriter nextWriter = SegmentWriter.create(next.file(), state(State.IN_USE));
    Durable.syncDirectory(next.file());
    put(next);
    SegmentWriter oldWriter = writer;
    Segment old = open;
    open = next;
    writer = nextWriter;
    openedNanos = System.nanoTime();
    upkeep.execute(
        () -> {
          oldWriter.close(); // the last connection moves the WAL into the file as it closes
          seal(old);
        });
  }

  private void seal(Segment old) {
    try {
      old.whileUnread(
          () -> {
            SegmentFiles.leaveWal(old.file());
            old.sealed(Sidecar.seal(old.file(), old.summary(), wall.millis()).sealedMillis());
          });
    } catch (SQLException | IOException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.DEBUG, () -> "segment %d: not sealed yet".formatted(old.number()), e);
      if (!upkeep.isShutdown()) {
        var _ = upkeep.schedule(() -> seal(old), SEAL_RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /// The segment with the first block at or behind `block`, or null at the head.
  @Nullable Segment segmentOf(long block) {
    for (Segment segment : byFirstBlock.values()) {
      if (segment.summary().lastBlock() >= block) {
        return segment;
      }
    }
    return null;
  }

  /// A reader could not read a block; see [LazySalvage].
  void damaged(Segment segment, Exception why) {
    salvage.damaged(segment, why);
  }

  /// The segment of that number, or null.
  @Nullable Segment segment(long number) {
    for (Segment segment : byFirstBlock.values()) {
      if (segment.number() == number) {
        return segment;
      }
    }
    return null;
  }

  /// A number that no segment has, for one made of another's blocks.
  long freshNumber() {
    long last = open.number();
    for (Segment segment : byFirstBlock.values()) {
      last = Math.max(last, segment.number());
    }
    return last + 1;
  }

  /// Adds a segment, or puts it in the place of one of the same number.
  void put(Segment segment) {
    byFirstBlock.put(segment.summary().firstBlock(), segment);
    byFirstBlock.values().removeIf(other -> other != segment && other.number() == segment.number());
  }

  /// Puts a thinned segment in the place of the one it was made of.
  void rewritten(Segment thinned) {
    put(thinned);
    thinned.summary().streams().keySet().forEach(this::updateFirst);
    rewrites.incrementAndGet();
  }

  /// How often a segment was rewritten: what was read of it before may be out of date.
  long rewrites() {
    return rewrites.get();
  }

  /// Takes a segment out of the log; its files are the caller's.
  void forget(Segment segment) {
    byFirstBlock.values().removeIf(segment::equals);
    segment.summary().streams().keySet().forEach(this::updateFirst);
  }

  void countOverruns(Map<String, Long> refused) {
    refused.forEach((device, count) -> streams.overrun(new StreamKey(epoch, device), count));
  }

  /// What is due now and then: called after each commit and when idle.
  void upkeep() throws SQLException, IOException {
    long nanos = System.nanoTime();
    saveStateIf(nanos - stateSavedNanos > STATE_EVERY_NANOS && streams.changed());
    if (nanos - spaceCheckedNanos > SPACE_EVERY_NANOS
        || uncheckedBytes > settings.segmentBytes() / 4
        || space.workDone()) {
      uncheckedBytes = 0;
      spaceCheckedNanos = nanos;
      tidings.endAlarms();
      space.check();
    }
  }

  /// A write failed. True when that was for want of space and room was made, so that it can be
  /// tried again at once.
  boolean makeSpaceFor(Throwable cause) throws SQLException, IOException {
    return StoreTrouble.of(cause) == StoreTrouble.FULL && space.makeRoom();
  }

  /// Publishes what was committed and saves the state, with the gaps that lie in it.
  void saveState() throws SQLException, IOException {
    publish();
    saveStateIf(true);
  }

  private void updateFirst(StreamKey key) {
    long first =
        byFirstBlock.values().stream()
            .flatMap(s -> s.summary().streams().getOrDefault(key, List.of()).stream())
            .mapToLong(Range::from)
            .min()
            .orElse(Long.MAX_VALUE);
    streams.firstHeld(key, first);
  }

  /// Closes the files without writing anything more: what cannot be written is recovered by
  /// [#open].
  void abandon() {
    closing = true;
    upkeep.shutdownNow();
    writer.close();
    byFirstBlock.values().forEach(Segment::close);
    stateDb.close();
    Sqlite.closeQuietly(witness);
    lock.closeBehind(upkeep);
  }

  /// Seals the open segment and writes down that nothing is missing.
  @Override
  public void close() {
    try {
      closing = true;
      upkeep.shutdown();
      if (!upkeep.awaitTermination(2, TimeUnit.SECONDS)) {
        upkeep.shutdownNow();
      }
      publish(); // else the seal would not know of it
      writer.close();
      seal(open);
      stateDb.save(state(head.block() - 1));
    } catch (SQLException | IOException e) {
      LOG.log(System.Logger.Level.WARNING, "store: the end of the log could not be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      abandon();
    }
  }
}
