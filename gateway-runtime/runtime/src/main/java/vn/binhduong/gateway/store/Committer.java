package vn.binhduong.gateway.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.Entry;

/// What the store thread does: opens the log, commits what the queue gives, and after any failure
/// tries again at a bounded rate, until it is closed.
///
/// Invariant: a batch taken from the queue stays in hand until it is known to be durable, whatever
/// is thrown in between, and not a moment longer; only then is it made visible. Where a commit failed after its bytes may have reached the disk, the log
/// is opened anew and asked, so that nothing is committed twice either.
///
///     opening --> committing --failure--> waiting --retry--> committing
///        ^                                   | third failure in a row: the log is given up
///        +-----------------------------------+
final class Committer implements Runnable {
  private static final System.Logger LOG = System.getLogger(Store.class.getName());

  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(10);
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_MAX = Duration.ofSeconds(30);
  private static final int COMMITS_BEFORE_REOPEN = 3;

  /// Offsets of this process kept for a log that is opened anew.
  private static final int OFFSETS_MAX = 256;

  private final StoreSettings settings;
  private final Path directory;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final Queue queue;
  private final Predicate<String> condensable;
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private final List<Runnable> onCommit = new CopyOnWriteArrayList<>();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong blockBytes = new AtomicLong();
  private final Deque<ClockOffset> offsets = new ArrayDeque<>();
  private volatile @Nullable Log log;
  private volatile @Nullable String trouble;
  private volatile boolean lockedOut;

  // For the store thread alone.
  private List<Entry> inHand = List.of();
  private long inHandBlock;
  private Position told = Position.START;
  private long untoldCommits;
  private long untoldEntries;
  private long untoldBytes;
  private int failures;
  private Duration retry = RETRY_FIRST;
  private boolean fullTold;

  Committer(
      StoreSettings settings,
      Path directory,
      Supplier<BootTime> now,
      InstantSource wall,
      Queue queue,
      Predicate<String> condensable) {
    this.settings = settings;
    this.directory = directory;
    this.now = now;
    this.wall = wall;
    this.queue = queue;
    this.condensable = condensable;
  }

  /// The log, or null while it cannot be opened.
  @Nullable Log log() {
    return log;
  }

  void awaitFirstAttempt() throws InterruptedException {
    firstAttempt.await();
  }

  void onCommit(Runnable listener) {
    onCommit.add(listener);
  }

  /// Keeps a clock offset, in every log that is opened from now on.
  void record(ClockOffset offset) {
    synchronized (offsets) {
      offsets.addLast(offset);
      if (offsets.size() > OFFSETS_MAX) {
        offsets.removeFirst();
      }
      Log open = log;
      if (open != null) {
        open.record(offset);
      }
    }
  }

  @Nullable String trouble() {
    return trouble;
  }

  boolean lockedOut() {
    return lockedOut;
  }

  long commits() {
    return commits.get();
  }

  long entries() {
    return entries.get();
  }

  long longestCommitMillis() {
    return TimeUnit.NANOSECONDS.toMillis(queue.longestNanos());
  }

  long blockBytes() {
    return blockBytes.get();
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        more = turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      firstAttempt.countDown();
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

  /// Commits what is due. False when everything is committed and the store is to close, or when
  /// that cannot be done.
  private boolean turn() throws InterruptedException {
    try {
      Log open = log;
      if (open == null) {
        open = open();
      }
      firstAttempt.countDown();
      publish(open); // what the turn before could not
      if (inHand.isEmpty()) {
        // In trouble there is no wait: whether the disk is well is known only when it was asked.
        inHand = queue.take(trouble == null ? UPKEEP_EVERY : Duration.ZERO);
      }
      if (!inHand.isEmpty()) {
        commit(open);
        publish(open);
      }
      open.countOverruns(queue.takeRefused());
      open.upkeep();
      well();
      return !(queue.closing() && queue.bytes() == 0);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // OutOfMemoryError and LinkageError included
      return failed(e);
    }
  }

  private Log open() throws IOException, SQLException {
    Log open = Log.open(directory, settings, now, wall, queue::force, condensable);
    lockedOut = false;
    if (!inHand.isEmpty() && inHandBlock > 0 && open.holds(inHandBlock, inHand.getFirst())) {
      open.settleGaps(inHand); // the commit whose outcome was unknown is there
      inHand = List.of();
      queue.settled();
    }
    inHandBlock = 0;
    failures = 0;
    synchronized (offsets) {
      offsets.forEach(open::record);
      log = open;
    }
    return open;
  }

  private void commit(Log open) throws SQLException, IOException {
    long bytes = open.commit(inHand);
    untoldCommits++;
    untoldEntries += inHand.size();
    untoldBytes += bytes;
    inHand = List.of();
  }

  /// Makes visible what is durable, counts it and tells of it.
  private void publish(Log open) throws IOException {
    open.publish();
    Position head = open.head();
    if (head.equals(told)) {
      return;
    }
    told = head;
    if (inHand.isEmpty()) {
      queue.settled();
    }
    commits.addAndGet(untoldCommits);
    entries.addAndGet(untoldEntries);
    blockBytes.addAndGet(untoldBytes);
    untoldCommits = 0;
    untoldEntries = 0;
    untoldBytes = 0;
    for (Runnable listener : onCommit) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "store: a listener failed after a commit", e);
      }
    }
  }

  /// Waits for the next attempt; false when the store is to close and further attempts are vain.
  /// After an Error, such as that of short memory, this may itself fail: then the next turn comes
  /// at once.
  private boolean failed(Throwable cause) throws InterruptedException {
    try {
      failures++;
      lockedOut = cause instanceof DirectoryLock.InUse;
      ill(cause);
      firstAttempt.countDown();
      Log open = log;
      if (open != null) {
        if (open.makeSpaceFor(cause)) {
          return true;
        }
        tellFull(cause);
        if (failures >= COMMITS_BEFORE_REOPEN && !StoreTrouble.of(cause).onlyWriting()) {
          inHandBlock = open.head().block();
          log = null;
          open.abandon();
        }
      }
      if (queue.closing() && failures > COMMITS_BEFORE_REOPEN) {
        return false;
      }
      Duration pause = retry;
      retry = retry.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? retry.multipliedBy(2) : RETRY_MAX;
      queue.pause(pause);
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable again) { // memory too short even to say so
      if (trouble == null) {
        trouble = "the store thread fails: " + again.getClass().getSimpleName();
      }
      Thread.sleep(RETRY_FIRST);
      return !queue.closing();
    }
  }

  private void well() {
    failures = 0;
    retry = RETRY_FIRST;
    if (trouble != null) {
      LOG.log(Level.INFO, "store: writes to {0} again", directory);
      trouble = null;
    }
    if (fullTold) {
      fullTold = false;
      tellDisk(GatewayEvent.Severity.INFO, false, "the disk can be written again");
    }
  }

  /// The IOC learns of a full disk when there is room for the news; it then says since when.
  private void tellFull(Throwable cause) {
    if (!fullTold && StoreTrouble.of(cause) == StoreTrouble.FULL) {
      fullTold = true;
      tellDisk(
          GatewayEvent.Severity.CRITICAL,
          true,
          "the disk is full: samples wait in memory, then they are refused and counted");
    }
  }

  private void tellDisk(GatewayEvent.Severity severity, boolean active, String text) {
    queue.force(
        StoreEvents.event(
            now.get(), new GatewayEvent.Alarm("store.disk", severity, active, null, text)));
  }

  private void ill(Throwable cause) {
    String message = StoreTrouble.sentence(directory, cause);
    if (!message.equals(trouble)) {
      trouble = message;
      LOG.log(Level.ERROR, "store: " + message, cause);
    }
  }
}
