package vn.binhduong.gateway.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(10);
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_MAX = Duration.ofSeconds(30);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final int COMMITS_BEFORE_REOPEN = 3;

  private final StoreSettings settings;
  private final Path directory;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final Queue queue;
  private final Thread thread;
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private final List<Runnable> onCommit = new CopyOnWriteArrayList<>();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong longestCommitNanos = new AtomicLong();
  private final AtomicLong blockBytes = new AtomicLong();
  private volatile @Nullable Log log;
  private volatile @Nullable String trouble;

  private Store(
      StoreSettings settings, Path directory, Supplier<BootTime> now, InstantSource wall) {
    this.settings = settings;
    this.directory = directory;
    this.now = now;
    this.wall = wall;
    this.queue = new Queue((long) settings.queueKib() << 10, settings.commitInterval());
    this.thread = new Thread(this::run, "store");
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
    store.firstAttempt.await();
    return store;
  }

  /// The epoch numbers are given in; [#NO_EPOCH] until the directory could be opened.
  public UUID epoch() {
    Log open = log;
    return open == null ? NO_EPOCH : open.epoch();
  }

  /// Hands an entry over. Never blocks. Samples are committed within the commit interval, events at
  /// once. False when the queue is full or the store closing: the entry is refused, and counted as
  /// an overrun of its device.
  public boolean append(Entry entry) {
    return queue.offer(entry);
  }

  /// Commits what waits now instead of at the end of the commit interval. Does not wait for it.
  public void commitNow() {
    queue.hurry();
  }

  /// A cursor over the entries of the devices that pass, from a place on.
  public Cursor cursor(Position from, Predicate<String> devices, Selection selection) {
    return new LogCursor(() -> log, from, devices, selection);
  }

  /// A cursor over all entries of the devices that pass.
  public Cursor cursor(Position from, Predicate<String> devices) {
    return cursor(from, devices, Selection.ALL);
  }

  /// The place behind the newest committed entry.
  public Position head() {
    Log open = log;
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
    Log open = log;
    if (open != null) {
      open.streams().acknowledge(new StreamKey(epoch, device), from, to);
    }
  }

  /// Numbers of a stream that will not be delivered, for another reason than the store's own:
  /// recorded in the ledger, and as a gap event in the gateway stream.
  public void gap(UUID epoch, String device, long from, long to, GapReason why) {
    Log open = log;
    if (open != null) {
      StreamKey key = new StreamKey(epoch, device);
      open.streams().gap(key, new Range(from, to), why);
      queue.force(GapEvents.of(now.get(), key, new Range(from, to), why));
    }
  }

  /// The entries `from..to` of a stream that are still held, acknowledged or not, at most `max`.
  public List<Stored> range(UUID epoch, String device, long from, long to, int max) {
    Log open = log;
    return open == null
        ? List.of()
        : RangeScan.scan(open, new StreamKey(epoch, device), new Range(from, to), max);
  }

  /// The account of every stream, also those of earlier epochs.
  public Collection<StreamLedger> ledger() {
    Log open = log;
    return open == null ? List.of() : open.streams().ledger();
  }

  /// Calls `listener` on the store thread after each commit; it must be quick and must not throw.
  public void onCommit(Runnable listener) {
    onCommit.add(listener);
  }

  /// All clock offsets kept, oldest first.
  public List<ClockOffset> clockOffsets() {
    Log open = log;
    return open == null ? List.of() : open.clockOffsets();
  }

  /// Keeps a clock offset with the data it belongs to; durable within some seconds.
  public void record(ClockOffset offset) {
    Log open = log;
    if (open != null) {
      open.record(offset);
    }
  }

  /// What hinders the store now, in one sentence; empty when it is well.
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /// What the store measured of itself.
  public StoreFigures figures() {
    Log open = log;
    return new StoreFigures(
        commits.get(),
        entries.get(),
        TimeUnit.NANOSECONDS.toMillis(longestCommitNanos.get()),
        blockBytes.get(),
        queue.bytes(),
        open == null ? 0 : open.segments().size(),
        open == null ? 0 : open.storeBytes(),
        open == null ? 0 : open.streams().backlog(),
        open == null ? 0 : open.streams().overruns(),
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

  // Everything below runs on the store thread.

  private void run() {
    List<Entry> inHand = new ArrayList<>();
    long inHandLastBlock = 0;
    int failures = 0;
    Duration retry = RETRY_FIRST;
    try {
      while (true) {
        Log open = log;
        try {
          if (open == null) {
            open = Log.open(directory, settings, now, wall, queue::force);
            if (inHandLastBlock > 0 && open.head().block() > inHandLastBlock) {
              inHand.clear(); // the commit whose outcome was unknown is there
              queue.settled();
            }
            log = open;
            failures = 0;
          }
          firstAttempt.countDown();
          if (inHand.isEmpty()) {
            inHand.addAll(queue.take(UPKEEP_EVERY));
          }
          if (!inHand.isEmpty()) {
            commit(open, inHand);
            inHandLastBlock = 0;
            inHand.clear();
            queue.settled();
          }
          open.countOverruns(queue.takeRefused());
          open.upkeep();
          well();
          failures = 0;
          retry = RETRY_FIRST;
          if (queue.closing() && queue.bytes() == 0) {
            return;
          }
        } catch (IOException | SQLException | RuntimeException e) {
          failures++;
          ill(e);
          firstAttempt.countDown();
          if (queue.closing() && failures > COMMITS_BEFORE_REOPEN) {
            return;
          }
          if (open != null && failures >= COMMITS_BEFORE_REOPEN) {
            inHandLastBlock = open.head().block();
            log = null;
            open.abandon();
          }
          queue.pause(retry);
          retry =
              retry.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? retry.multipliedBy(2) : RETRY_MAX;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!inHand.isEmpty()) {
        LOG.log(
            Level.ERROR,
            "store: closed with {0} entries that could not be committed",
            inHand.size());
      }
      Log open = log;
      log = null;
      if (open != null) {
        open.close();
      }
    }
  }

  private void commit(Log open, List<Entry> batch) throws SQLException, IOException {
    long start = System.nanoTime();
    long bytes = open.commit(batch);
    long took = System.nanoTime() - start;
    commits.incrementAndGet();
    entries.addAndGet(batch.size());
    blockBytes.addAndGet(bytes);
    longestCommitNanos.accumulateAndGet(took, Math::max);
    for (Runnable listener : onCommit) {
      listener.run();
    }
  }

  private void well() {
    if (trouble != null) {
      LOG.log(Level.INFO, "store: writes to {0} again", directory);
      trouble = null;
    }
  }

  private void ill(Exception cause) {
    String message = "data directory %s: %s".formatted(directory, cause.getMessage());
    if (!message.equals(trouble)) {
      LOG.log(Level.ERROR, "store: " + message, cause);
      trouble = message;
    }
  }
}
