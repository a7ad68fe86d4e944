package vn.binhduong.gateway.clock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

/// Wall time from monotonic time, by piecewise constant offsets of each boot. Pure: it reads no
/// clock.
///
/// Invariants:
/// - The offsets of a boot begin at nanosecond 0 and each holds until the next begins.
/// - A SYNCED offset is final: what was computed with it is never computed otherwise later.
/// - The first SYNCED offset of a boot replaces all before it by one ESTIMATED offset of the same
///   value; that is the only time the past is rewritten.
/// - What was measured between the last comparison that agreed with an offset and the comparison
///   that found another one is ESTIMATED: nobody knows on which side of the step it lies.
/// - A clock that is disturbed again within [#SHORTEST_INTERVAL_NANOS] is not called SYNCED before
///   it has been quiet for as long.
/// - A record with the boot and begin of an earlier one replaces it, so the records can be kept in
///   an append-only log.
///
/// Why piecewise constant: on Linux the monotonic and the real-time clock are slewed together, so
/// their difference changes by steps only (clock_gettime(2), adjtimex(2)).
///
/// Thread-safe.
public final class OffsetTimeline {
  /// Shortest SYNCED interval after which the clock may be SYNCED anew at once. Keeps a mad time
  /// source from filling the store with offsets, and from being believed.
  static final long SHORTEST_INTERVAL_NANOS = 10_000_000_000L;

  private final UUID boot;
  private final long floorNanos;
  private final Map<UUID, TreeMap<Long, ClockOffset>> boots = new HashMap<>();

  /// The offset at the last comparison, and from when on it may be called SYNCED.
  private long seenOffsetNanos;

  private long quietFromNanos = Long.MIN_VALUE;

  /// @param boot the current boot
  /// @param floorNanos wall time, in nanoseconds since 1970, that was certainly reached before this
  ///   boot
  /// @param known offsets recorded earlier, oldest record first
  public OffsetTimeline(UUID boot, long floorNanos, List<ClockOffset> known) {
    this.boot = boot;
    this.floorNanos = floorNanos;
    for (ClockOffset offset : known) {
      put(offset);
    }
  }

  /// The record that begins this boot, to be kept; empty when this boot is known already.
  synchronized List<ClockOffset> begin() {
    TreeMap<Long, ClockOffset> offsets = boots.get(boot);
    if (offsets != null && offsets.containsKey(0L)) {
      return List.of();
    }
    // Without the beginning (the log may have lost it) what is left says best what it was.
    ClockOffset first =
        offsets == null
            ? new ClockOffset(boot, 0, floorNanos, ClockState.UNSYNCED)
            : new ClockOffset(
                boot, 0, offsets.firstEntry().getValue().offsetNanos(), ClockState.ESTIMATED);
    put(first);
    return List.of(first);
  }

  /// Compares the clocks and returns the records that follow from it, to be kept; mostly none.
  ///
  /// @param monotonicNanos monotonic time of this boot
  /// @param wallNanos what the system clock said at that instant, nanoseconds since 1970
  /// @param synced whether it can be believed
  /// @param boundNanos greatest deviation that begins no new offset
  /// @param agreedNanos the latest instant at which the clocks were found to agree with the current
  ///   offset; the present one when nothing is known of any earlier
  synchronized List<ClockOffset> observe(
      long monotonicNanos, long wallNanos, boolean synced, long boundNanos, long agreedNanos) {
    ClockOffset current = current();
    long offsetNanos = wallNanos - monotonicNanos;
    boolean moved = Math.abs(offsetNanos - seenOffsetNanos) > boundNanos;
    seenOffsetNanos = offsetNanos;
    List<ClockOffset> records =
        switch (current.state()) {
          case UNSYNCED ->
              synced
                  ? List.of(
                      new ClockOffset(boot, 0, offsetNanos, ClockState.ESTIMATED),
                      new ClockOffset(boot, monotonicNanos, offsetNanos, ClockState.SYNCED))
                  : List.of();
          case ESTIMATED -> {
            if (moved && quietFromNanos > monotonicNanos) {
              quietFromNanos = monotonicNanos + SHORTEST_INTERVAL_NANOS;
            }
            yield synced && monotonicNanos >= quietFromNanos
                ? List.of(new ClockOffset(boot, monotonicNanos, offsetNanos, ClockState.SYNCED))
                : List.of();
          }
          case SYNCED -> {
            boolean step = Math.abs(offsetNanos - current.offsetNanos()) > boundNanos;
            if (synced && !step) {
              yield List.of();
            }
            long doubtful =
                Math.min(monotonicNanos, Math.max(agreedNanos, current.fromNanos()) + 1);
            boolean restless = monotonicNanos - current.fromNanos() < SHORTEST_INTERVAL_NANOS;
            quietFromNanos = monotonicNanos + (restless ? SHORTEST_INTERVAL_NANOS : 0);
            if (!synced || restless) {
              yield List.of(
                  new ClockOffset(
                      boot,
                      doubtful,
                      synced ? offsetNanos : current.offsetNanos(),
                      ClockState.ESTIMATED));
            }
            ClockOffset after =
                new ClockOffset(boot, monotonicNanos, offsetNanos, ClockState.SYNCED);
            yield doubtful < monotonicNanos
                ? List.of(
                    new ClockOffset(boot, doubtful, current.offsetNanos(), ClockState.ESTIMATED),
                    after)
                : List.of(after);
          }
        };
    records.forEach(this::put);
    return records;
  }

  /// The latest wall time that entries of the store vouch for: that of the newest entry of the boot
  /// recorded last. Not the greatest of all times, since a clock that once ran ahead would never be
  /// forgotten.
  ///
  /// @param known the offsets recorded earlier, oldest record first
  /// @param entries when the newest entry of each stream was taken
  /// @return nanoseconds since 1970; 0 when nothing is known
  static long lastVouched(List<ClockOffset> known, List<BootTime> entries) {
    if (known.isEmpty()) {
      return 0;
    }
    UUID last = known.getLast().boot();
    OffsetTimeline timeline = new OffsetTimeline(last, 0, known);
    long nanos = timeline.current().fromNanos();
    for (BootTime entry : entries) {
      if (entry.boot().equals(last)) {
        nanos = Math.max(nanos, entry.nanos());
      }
    }
    return nanos + timeline.at(new BootTime(last, nanos)).offsetNanos();
  }

  /// The offset that holds now.
  synchronized ClockOffset current() {
    TreeMap<Long, ClockOffset> offsets = boots.get(boot);
    return offsets == null
        ? new ClockOffset(boot, 0, floorNanos, ClockState.UNSYNCED)
        : offsets.lastEntry().getValue();
  }

  /// The offset that holds at an instant. A boot of which nothing was kept counts from the floor.
  synchronized ClockOffset at(BootTime time) {
    TreeMap<Long, ClockOffset> offsets = boots.get(time.boot());
    if (offsets == null) {
      return new ClockOffset(time.boot(), 0, floorNanos, ClockState.UNSYNCED);
    }
    Map.Entry<Long, ClockOffset> holding = offsets.floorEntry(time.nanos());
    return holding == null ? offsets.firstEntry().getValue() : holding.getValue();
  }

  /// Wall time of an instant, as far as it is known now.
  public WallTime wall(BootTime time) {
    ClockOffset offset = at(time);
    return new WallTime(
        Math.floorDiv(time.nanos() + offset.offsetNanos(), 1_000_000L),
        offset.state(),
        identity(offset));
  }

  /// Nanoseconds between an instant and the nearest one at which the clock of its boot was
  /// synchronised; -1 when there was none.
  synchronized long nanosFromSync(BootTime time) {
    TreeMap<Long, ClockOffset> offsets = boots.getOrDefault(time.boot(), new TreeMap<>());
    long nearest = -1;
    for (ClockOffset offset : offsets.values()) {
      if (offset.state() == ClockState.SYNCED) {
        Long end = offsets.higherKey(offset.fromNanos());
        long distance =
            time.nanos() < offset.fromNanos()
                ? offset.fromNanos() - time.nanos()
                : end == null ? 0 : Math.max(0, time.nanos() - end);
        nearest = nearest < 0 ? distance : Math.min(nearest, distance);
      }
    }
    return nearest;
  }

  /// A number that differs between offsets of different boot, value or state.
  static long identity(ClockOffset offset) {
    UUID boot = offset.boot();
    long mixed = boot.getMostSignificantBits() * 31 + boot.getLeastSignificantBits();
    return (mixed * 31 + offset.offsetNanos()) * 31 + offset.state().name().hashCode();
  }

  private void put(ClockOffset offset) {
    TreeMap<Long, ClockOffset> offsets =
        boots.computeIfAbsent(offset.boot(), key -> new TreeMap<>());
    if (offset.state() == ClockState.ESTIMATED && offset.fromNanos() == 0) {
      // The correction of a whole boot: nothing before it was final.
      offsets.values().removeIf(earlier -> earlier.state() == ClockState.UNSYNCED);
    }
    offsets.put(offset.fromNanos(), offset);
  }
}
