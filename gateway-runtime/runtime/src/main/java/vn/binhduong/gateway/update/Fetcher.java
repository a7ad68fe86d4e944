package vn.binhduong.gateway.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Fetches what an update in state DOWNLOADING is to be made of, over restarts of the process: what
/// is there of it is in `inbox/package.part`, and the ETag it belongs to in the journal. One
/// thread, `update-fetch`.
public final class Fetcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Fetcher.class.getName());

  /// Wait before the second attempt; doubles up to the next, with full jitter.
  private static final Duration WAIT_FIRST = Duration.ofSeconds(5);

  private static final Duration WAIT_MAX = Duration.ofMinutes(10);

  /// Longest silence in the middle of a download.
  private static final Duration STALL = Duration.ofMinutes(1);

  /// How often an update to fetch is looked for.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Updates updates;
  private final Path part;
  private final Download download;
  private final Duration waitFirst;
  private final Thread thread;

  private Fetcher(Updates updates, Path part, Download download, Duration waitFirst) {
    this.updates = updates;
    this.part = part;
    this.download = download;
    this.waitFirst = waitFirst;
    this.thread = Thread.ofPlatform().daemon().name("update-fetch").start(this::run);
  }

  /// Starts looking for something to fetch.
  ///
  /// @param blocks reads what stands at a coaps address
  public static Fetcher start(Updates updates, UpdateSettings settings, Blocks blocks) {
    return start(updates, settings, blocks, STALL, WAIT_FIRST);
  }

  static Fetcher start(
      Updates updates, UpdateSettings settings, Blocks blocks, Duration stall, Duration waitFirst) {
    return new Fetcher(
        updates,
        settings.root().resolve("inbox").resolve("package.part"),
        new Download(settings.caFile(), blocks, settings.rateKib() * 1024L, stall, Disk.REAL),
        waitFirst);
  }

  private void run() {
    try {
      String said = "";
      while (true) {
        Duration wait = LOOK_EVERY.compareTo(waitFirst) < 0 ? LOOK_EVERY : waitFirst;
        try {
          Journal journal = updates.journal();
          if (updates.toFetch(journal)) {
            wait = fetch(journal);
          }
          said = "";
        } catch (IOException | RefusedException | RuntimeException e) {
          String text = String.valueOf(e.getMessage());
          if (!text.equals(said) && !Thread.currentThread().isInterrupted()) {
            LOG.log(Level.WARNING, "update: fetching: {0}", text);
            said = text;
          }
        }
        pause(wait);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /// Waits, but no longer than the update is the same: another one begins at once, and what there
  /// is of one that was called off goes.
  private void pause(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    String id = waitsFor();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Thread.sleep(Duration.ofNanos(Math.min(left, LOOK_EVERY.toNanos())));
      if (!id.equals(waitsFor())) {
        return;
      }
    }
  }

  /// The update that is to be fetched; empty when there is none.
  private String waitsFor() {
    try {
      Journal journal = updates.journal();
      if (updates.toFetch(journal)) {
        return journal.id();
      }
      Files.deleteIfExists(part);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "update: fetching", e);
    }
    return "";
  }

  /// One attempt.
  ///
  /// @return how long to wait before the next
  private Duration fetch(Journal journal)
      throws IOException, RefusedException, InterruptedException {
    String id = journal.id();
    if (journal.attempts() == 0) {
      Files.deleteIfExists(part); // of another update
    }
    Journal begun = updates.attempt(id, journal.etag());
    if (begun.state() != UpdateState.DOWNLOADING) {
      return Duration.ZERO;
    }
    Download.End end =
        download.attempt(
            Source.parse(journal.source()),
            part,
            journal.etag(),
            etag -> updates.etag(id, etag),
            () -> wanted(id));
    switch (end) {
      case Download.End.Complete() -> {
        LOG.log(Level.INFO, "update: fetched {0}", journal.source());
        try {
          updates.accept(id, part);
          Files.deleteIfExists(part);
        } catch (RefusedException e) {
          Files.deleteIfExists(part);
          throw e;
        }
      }
      case Download.End.Broken(String reason) -> {
        LOG.log(
            Level.INFO,
            "update: attempt {0} to fetch {1}: {2}",
            begun.attempts(),
            journal.source(),
            reason);
        return wait(begun.attempts());
      }
      case Download.End.Never(ResultCode code, String reason) -> {
        Files.deleteIfExists(part);
        updates.refuse(id, code, reason);
      }
      case Download.End.CalledOff() -> Files.deleteIfExists(part);
    }
    return Duration.ZERO;
  }

  private boolean wanted(String id) {
    try {
      Journal now = updates.journal();
      return now.state() == UpdateState.DOWNLOADING && now.id().equals(id);
    } catch (IOException e) {
      return true; // cannot be known now; asked again with the next chunk
    }
  }

  private Duration wait(int attempts) {
    long ceiling =
        Math.min(WAIT_MAX.toMillis(), waitFirst.toMillis() << Math.min(attempts - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling + 1));
  }

  /// Stops; what is there stays, and the next process goes on with it. Idempotent.
  @Override
  public void close() {
    thread.interrupt();
  }
}
