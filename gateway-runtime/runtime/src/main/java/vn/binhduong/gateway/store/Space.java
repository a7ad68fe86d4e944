package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;

/// Keeps the store within its budget and above the free-space floor, by deleting whole segments as
/// [Retention] says. For the store thread.
///
/// Order: the gap event of what was pending (durable), then the state with the gap and all
/// acknowledgements (durable), then the file goes. A small file `reserve` is given up where even
/// that finds no room, and made again when there is.
final class Space {
  static final String RESERVE_FILE = "reserve";
  private static final int RESERVE_BYTES = 256 << 10;

  private final Log log;
  private final Path directory;
  private final StoreSettings settings;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final Consumer<Event> events;
  private final Path reserve;
  private boolean retentionShort;
  private volatile long bytes;

  /// @param events takes what there is to say that need not be durable at once
  Space(
      Log log,
      Path directory,
      StoreSettings settings,
      Supplier<BootTime> now,
      InstantSource wall,
      Consumer<Event> events) {
    this.log = log;
    this.directory = directory;
    this.settings = settings;
    this.now = now;
    this.wall = wall;
    this.events = events;
    this.reserve = directory.resolve(RESERVE_FILE);
  }

  /// Bytes of all files of the store at the last count.
  long bytes() {
    return bytes;
  }

  void count() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      bytes = files.filter(Files::isRegularFile).mapToLong(Segment::sizeOf).sum();
    }
  }

  /// Deletes what must go by age, budget and free-space floor.
  void check() throws SQLException, IOException {
    count();
    FileStore store = Files.getFileStore(directory);
    // The open segment may double while it is sealed: its WAL is copied into its file.
    long excess = bytes + settings.segmentBytes() - settings.budgetBytes();
    excess = Math.max(excess, ((long) settings.freeFloorMib() << 20) - store.getUsableSpace());
    List<Retention.Deletion> plan =
        Retention.plan(
            candidates(),
            new Retention.Need(wall.millis(), settings.retention().toMillis(), excess));
    for (Retention.Deletion deletion : plan) {
      delete(deletion);
    }
    if (!plan.isEmpty()) {
      count();
    }
    if (!Files.exists(reserve) && store.getUsableSpace() > 4L * RESERVE_BYTES) {
      Durable.replace(reserve, new byte[RESERVE_BYTES]);
    }
  }

  /// A write found the disk full: gives up the reserve, then deletes what the plan says, and the
  /// oldest delivered segment where it says nothing. What is pending goes only for the budget and
  /// the floor, never because somebody else filled the disk.
  ///
  /// @return whether room was made
  boolean makeRoom() throws SQLException, IOException {
    boolean room = Files.deleteIfExists(reserve);
    int before = log.segments().size();
    check();
    if (log.segments().size() < before) {
      return true;
    }
    for (Retention.Candidate candidate : candidates()) {
      if (candidate.delivered()) {
        delete(new Retention.Deletion(candidate.number(), true, true));
        return true;
      }
    }
    return room;
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
                pending(segment).isEmpty()));
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

  private void delete(Retention.Deletion deletion) throws SQLException, IOException {
    synchronized (log) {
      Segment segment = log.segment(deletion.number());
      if (segment == null) {
        return;
      }
      List<Event> dropped = new ArrayList<>();
      pending(segment)
          .forEach(
              (key, ranges) ->
                  ranges.forEach(
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
    }
    if (deletion.early() && !retentionShort) {
      retentionShort = true;
      events.accept(StoreEvents.event(now.get(), retentionAlarm()));
    }
  }

  private GatewayEvent.Alarm retentionAlarm() {
    return new GatewayEvent.Alarm(
        "store.retention",
        GatewayEvent.Severity.WARNING,
        true,
        null,
        "space is short: data younger than the retention of %d h is deleted"
            .formatted(settings.retention().toHours()));
  }
}
