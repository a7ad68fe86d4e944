package vn.binhduong.gateway.store;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.Entry;

/// The durable log of everything measured; the only queue between the sensors and the uplink.
///
/// Invariants:
/// 1. An entry is visible to a cursor only after it is durable; then it has its number.
/// 2. Numbers of a stream (epoch, device) are 1, 2, 3 ... and none is ever given twice. Every
///    number is held, acknowledged, or in a gap that is itself an entry of the gateway stream.
/// 3. A power cut takes at most what came during the commit interval and the longest commit.
/// 4. Nothing the directory holds keeps the gateway from running: while it cannot be written, what
///    waits is kept up to `queue-kib`, further entries are refused and counted, and opening is
///    tried again at a bounded rate; [#trouble()] says why.
///
/// One thread (`store`) writes; sealing and deleting run on `store-upkeep`. All methods may be
/// called from any thread.
public final class Store implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Store.class.getName());

  /// The epoch while the directory could not be opened yet.
  public static final UUID NO_EPOCH = new UUID(0, 0);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  /// Gap records of streams of lost epochs until the store is opened anew.
  private static final int DISOWNED_MAX = 1_000;

  private final AtomicInteger disowned = new AtomicInteger();
  private final Supplier<BootTime> now;
  private final Queue queue;
  private final Committer committer;
  private final Thread thread;
  private final Set<String> condensable = ConcurrentHashMap.newKeySet();

  private Store(
      StoreSettings settings, Path directory, Supplier<BootTime> now, InstantSource wall) {
    this.now = now;
    this.queue = new Queue((long) settings.queueKib() << 10, settings.commitInterval());
    this.committer = new Committer(settings, directory, now, wall, queue, condensable::contains);
    this.thread = new Thread(committer, "store");
  }

  /// Opens the store in `directory`, makes it when there is none, repairs what is damaged. Returns
  /// when the first attempt is over, also a failed one: the store then tries on by itself.
  ///
  /// @param now stamps the store's own events; its boot is this boot
  /// @param wall for the age of segments
  public static Store open(
      StoreSettings settings, Path directory, Supplier<BootTime> now, InstantSource wall)
      throws InterruptedException {
    Store store = new Store(settings, directory, now, wall);
    store.thread.start();
    store.committer.awaitFirstAttempt();
    return store;
  }

  /// The epoch numbers are given in; [#NO_EPOCH] until the directory could be opened.
  public UUID epoch() {
    Log open = committer.log();
    return open == null ? NO_EPOCH : open.epoch();
  }

  /// Hands an entry over. Never blocks. Samples are committed within the commit interval, events at
  /// once. False when the queue is full or the store closing: the entry is refused, and counted as
  /// an overrun of its device.
  public boolean append(Entry entry) {
    return queue.offer(entry);
  }

  /// The samples of this device are measurements at regular times, which may be condensed to a mean
  /// when space is short. Of a device of which this was never said since the start every sample is
  /// taken for an event of its own, and is kept as it is for as long as its segment.
  public void condensable(String device) {
    condensable.add(device);
  }

  /// How often stored samples were condensed: what was read before may be out of date, and entries
  /// may have moved; the oldest pending one is found by [#firstPending].
  public long rewrites() {
    Log open = committer.log();
    return open == null ? 0 : open.rewrites();
  }

  /// Commits what waits now instead of at the end of the commit interval. Does not wait for it.
  public void commitNow() {
    queue.hurry();
  }

  /// A cursor over the entries of the devices that pass, from a place on.
  public Cursor cursor(Position from, Predicate<String> devices, Selection selection) {
    return new LogCursor(committer::log, from, devices, selection);
  }

  /// A cursor over all entries of the devices that pass.
  public Cursor cursor(Position from, Predicate<String> devices) {
    return cursor(from, devices, Selection.ALL);
  }

  /// The place behind the newest committed entry.
  public Position head() {
    Log open = committer.log();
    return open == null ? Position.START : open.head();
  }

  /// The place of the oldest pending entry of the devices that pass, or the head.
  public Position firstPending(Predicate<String> devices) {
    Position before = head();
    List<Stored> first = cursor(Position.START, devices, Selection.PENDING).next(1);
    return first.isEmpty() ? before : first.getFirst().position();
  }

  /// The oldest pending entry of all streams.
  public Optional<Stored> oldestPending() {
    return cursor(Position.START, device -> true, Selection.PENDING).next(1).stream().findFirst();
  }

  /// Numbers `from..to` of a stream are delivered. Idempotent; numbers never given are ignored.
  /// Made durable within some seconds: a crash before may lead to their being sent again.
  public void acknowledge(UUID epoch, String device, long from, long to) {
    Log open = committer.log();
    if (open != null) {
      open.streams().acknowledge(new StreamKey(epoch, device), from, to);
    }
  }

  /// Numbers of a stream that will not be delivered, for another reason than the store's own: a gap
  /// event in the gateway stream and, from the moment that is durable, in the ledger. Until then
  /// the numbers are pending, so that a crash in between makes them be tried again, not forgotten.
  public void gap(UUID epoch, String device, long from, long to, GapReason why) {
    Log open = committer.log();
    if (open != null) {
      StreamKey key = new StreamKey(epoch, device);
      queue.force(StoreEvents.gap(now.get(), key, new Range(from, to), why));
    }
  }

  /// Tells by gap records `dropped` which of the numbers `from..to` can never come although they
  /// were delivered once, so that the account of an IOC that has lost them closes.
  ///
  /// @return those numbers, ascending: delivered, not held any more, and in no gap before
  public List<Range> disclaim(UUID epoch, String device, long from, long to) {
    Log open = committer.log();
    if (open == null) {
      return List.of();
    }
    StreamKey key = new StreamKey(epoch, device);
    Ranges gone = Ranges.of(open.streams().delivered(key, new Range(from, to)));
    for (Segment segment : open.segments()) {
      for (Range held : segment.summary().streams().getOrDefault(key, List.of())) {
        gone.remove(held.from(), held.to());
      }
    }
    for (Range range : gone.toList()) {
      queue.force(StoreEvents.gap(now.get(), key, range, GapReason.DROPPED));
    }
    return gone.toList();
  }

  /// Tells by a gap record `lost` that the numbers up to `to` of a stream of an earlier epoch can
  /// never come, where damage left nothing that is known of it. At most [#DISOWNED_MAX] times.
  ///
  /// @return whether it was told; not for a stream of which anything is known, or all of it told
  public boolean disown(UUID epoch, String device, long to) {
    Log open = committer.log();
    if (open == null || epoch.equals(open.epoch())) {
      return false;
    }
    StreamKey key = new StreamKey(epoch, device);
    OptionalLong told = open.streams().disownedUpTo(key);
    if (told.isEmpty() || to <= told.getAsLong() || disowned.incrementAndGet() > DISOWNED_MAX) {
      return false;
    }
    Range lost = new Range(told.getAsLong() + 1, to);
    queue.force(StoreEvents.gap(now.get(), key, lost, GapReason.LOST));
    return true;
  }

  /// The entries `from..to` of a stream that are still held, acknowledged or not, at most `max`.
  public List<Stored> range(UUID epoch, String device, long from, long to, int max) {
    Log open = committer.log();
    return open == null
        ? List.of()
        : RangeScan.scan(open, new StreamKey(epoch, device), new Range(from, to), max);
  }

  /// The account of every stream, also those of earlier epochs.
  public Collection<StreamLedger> ledger() {
    Log open = committer.log();
    return open == null ? List.of() : open.streams().ledger();
  }

  /// Calls `listener` on the store thread after each commit; it must be quick. What it throws is
  /// logged.
  public void onCommit(Runnable listener) {
    committer.onCommit(listener);
  }

  /// All clock offsets kept, oldest first.
  public List<ClockOffset> clockOffsets() {
    Log open = committer.log();
    return open == null ? List.of() : open.clockOffsets();
  }

  /// Keeps a clock offset with the data it belongs to; durable before anything that is appended
  /// later, also where the directory cannot be written yet.
  public void record(ClockOffset offset) {
    committer.record(offset);
  }

  /// What hinders the store now, in one sentence; empty when it is well.
  public Optional<String> trouble() {
    return Optional.ofNullable(committer.trouble());
  }

  /// Whether another gateway process holds the directory.
  public boolean lockedOut() {
    return committer.lockedOut();
  }

  /// What the store measured of itself.
  public StoreFigures figures() {
    Log open = committer.log();
    return new StoreFigures(
        committer.commits(),
        committer.entries(),
        committer.longestCommitMillis(),
        committer.blockBytes(),
        queue.bytes(),
        open == null ? 0 : open.segments().size(),
        open == null ? 0 : open.storeBytes(),
        open == null ? 0 : open.streams().backlog(),
        (open == null ? 0 : open.streams().overruns()) + queue.refused(),
        trouble());
  }

  /// Commits everything that waits, within a bounded time, and closes the files. Idempotent.
  @Override
  public void close() {
    queue.close();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.log(
            Level.ERROR,
            "store: did not close within {0}; the tail is recovered at the next start",
            CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
