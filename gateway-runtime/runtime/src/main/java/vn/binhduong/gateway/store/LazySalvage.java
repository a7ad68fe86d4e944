package vn.binhduong.gateway.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
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
  private final Quarantine quarantine;
  private final Supplier<BootTime> now;
  private final InstantSource wall;
  private final Consumer<Event> events;
  private final Set<Long> given = ConcurrentHashMap.newKeySet();

  LazySalvage(
      Log log,
      Quarantine quarantine,
      Supplier<BootTime> now,
      InstantSource wall,
      Consumer<Event> events) {
    this.log = log;
    this.quarantine = quarantine;
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
    List<Segment> others =
        log.segments().stream().filter(other -> other.number() != segment.number()).toList();
    List<Segment> saved =
        new Salvage(quarantine, wall, log::freshNumber)
            .run(segment.number(), segment.file(), rows, String.valueOf(why.getMessage()), others);
    Map<StreamKey, Ranges> left = new HashMap<>();
    for (Segment part : saved) {
      part.summary()
          .streams()
          .forEach(
              (key, ranges) ->
                  left.computeIfAbsent(key, k -> new Ranges()).addAll(Ranges.of(ranges)));
    }
    long[] lostCount = {0};
    segment
        .summary()
        .streams()
        .forEach(
            (key, ranges) -> {
              Ranges known = log.streams().settled(key);
              known.addAll(left.getOrDefault(key, new Ranges()));
              for (Range range : ranges) {
                for (Range lost : known.missing(range.from(), range.to())) {
                  events.accept(StoreEvents.gap(now.get(), key, lost, GapReason.LOST));
                  lostCount[0] += lost.size();
                }
              }
            });
    if (saved.isEmpty()) {
      log.forget(segment);
    } else {
      saved.forEach(log::put); // the first has the number of the damaged one and takes its place
    }
    for (Quarantine.Taken taken : quarantine.takeNews()) {
      events.accept(StoreEvents.damage(now.get(), taken, lostCount[0]));
    }
  }
}
