package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;

/// Salvages a sealed segment that turns out damaged only when it is read. Called by readers.
///
/// What is gone is told by gap events, and stands in the book of the streams when those are durable
/// ([Log#settleGaps]); a crash before finds the numbers missing and tells of them at the next
/// start.
final class LazySalvage {
  private static final System.Logger LOG = System.getLogger(LazySalvage.class.getName());

  private final Log log;
  private final Path directory;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final Consumer<Event> events;
  private final Set<Long> given = ConcurrentHashMap.newKeySet();

  LazySalvage(
      Log log, Path directory, Supplier<BootTime> now, InstantSource wall, Consumer<Event> events) {
    this.log = log;
    this.directory = directory;
    this.now = now;
    this.wall = wall;
    this.events = events;
  }

  /// A reader could not read a block. The open segment is left to the next start.
  void damaged(Segment segment, Exception why) {
    synchronized (log) {
      if (!segment.sealed()
          || log.segment(segment.number()) != segment
          || StoreTrouble.isEnvironment(why)) {
        return;
      }
      try {
        salvage(segment, why);
      } catch (IOException | SQLException e) {
        if (given.add(segment.number())) {
          LOG.log(
              System.Logger.Level.ERROR,
              "store: segment " + segment.number() + " cannot be salvaged now",
              e);
        }
      }
    }
  }

  private void salvage(Segment segment, Exception why) throws IOException, SQLException {
    segment.close();
    RawSegment rows = RawSegment.read(segment.file(), RawSegment.Trust.ANYTHING);
    Segment saved =
        Recovery.salvage(
                new Quarantine(directory),
                segment.number(),
                segment.file(),
                rows,
                String.valueOf(why.getMessage()),
                wall)
            .orElse(null);
    Map<StreamKey, List<Range>> left = saved == null ? Map.of() : saved.summary().streams();
    segment
        .summary()
        .streams()
        .forEach(
            (key, ranges) -> {
              Ranges known = log.streams().settled(key);
              known.addAll(Ranges.of(left.getOrDefault(key, List.of())));
              for (Range range : ranges) {
                for (Range lost : known.missing(range.from(), range.to())) {
                  events.accept(StoreEvents.gap(now.get(), key, lost, GapReason.LOST));
                }
              }
            });
    if (saved == null) {
      log.forget(segment);
    } else {
      log.replace(saved);
    }
  }
}
