package vn.binhduong.gateway.uplink;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Stored;

/// Reads the log in three lanes and hands out batches, the most urgent first.
/// - `EVENT` reads the gateway stream from its oldest pending entry. Never held for the clock.
/// - `LIVE` reads all devices from the head the log had at the start. When it has not caught up
///   with the head for `liveLag` (an outage, a slow link), it jumps to the head and what it leaves
///   becomes history: after an outage, live data flows at once.
/// - `HISTORY` reads the parts of the log that live never read or left. In the steady state there
///   are none.
///
/// Invariant: a pending entry is either ahead of its lane's reader, in a history span, on its way
/// ([Taken]), or behind a held topic that remembers where to read again. Nothing else may hold one.
///
/// For the uplink thread. Time is monotonic nanoseconds of the current boot.
final class Lanes {
  /// Entries that history holds in open batches, over all devices.
  private static final int HISTORY_BUFFER_MAX = 8_192;

  private static final Predicate<String> EVENTS = Entry.GATEWAY::equals;
  private static final Predicate<String> DEVICES = EVENTS.negate();

  private final Log log;
  private final UUID boot;
  private final Function<BootTime, WallTime> wall;
  private final Limits limits;
  private final Taken taken = new Taken();
  private final Map<Lane, LaneQueue> queues = new EnumMap<>(Lane.class);
  private final Map<Lane, Batcher> batchers = new EnumMap<>(Lane.class);
  private final Spans spans = new Spans();
  private LogReader events;
  private LogReader live;
  private long liveCaughtUpAt;
  private long rewrites;
  private boolean hurried;
  private int historyAhead = LaneQueue.READY_MAX;
  private @Nullable LogReader history;
  private Position historyEnd = Position.START;

  /// Bounds of the lanes.
  ///
  /// @param batchSamples most entries of a batch
  /// @param batchBytes most bytes of a batch, estimated
  /// @param lingerNanos longest a live sample waits for others of its device
  /// @param liveLagNanos see the class
  /// @param unsyncedHoldNanos how long samples of this boot wait for the clock to be set
  /// @param stableNanos how old a connection is that counts as stable
  record Limits(
      int batchSamples,
      int batchBytes,
      long lingerNanos,
      long liveLagNanos,
      long unsyncedHoldNanos,
      long stableNanos) {}

  /// @param boot the current boot
  /// @param wall wall time of an instant, as it is known when it is asked
  Lanes(Log log, UUID boot, Function<BootTime, WallTime> wall, Limits limits, long now) {
    this.log = log;
    this.boot = boot;
    this.wall = wall;
    this.limits = limits;
    for (Lane lane : List.of(Lane.EVENT, Lane.LIVE, Lane.HISTORY)) {
      LaneQueue queue = new LaneQueue(taken);
      queues.put(lane, queue);
      batchers.put(
          lane,
          new Batcher(
              lane,
              limits.batchSamples,
              limits.batchBytes,
              lane == Lane.LIVE ? limits.lingerNanos : 0,
              queue::add));
    }
    this.rewrites = log.rewrites();
    Position head = log.head();
    this.events = new LogReader(log.pending(log.firstPending(EVENTS), EVENTS));
    this.live = new LogReader(log.pending(head, DEVICES));
    this.liveCaughtUpAt = now;
    spans.add(log.firstPending(DEVICES), head);
  }

  /// From now on batches of history have at most so many bytes, estimated, and at most so many of
  /// them are made in advance.
  void limitHistory(int bytes, int batches) {
    batcher(Lane.HISTORY).limit(bytes);
    historyAhead = batches;
  }

  /// From now on a live sample waits for no others, and every topic that the broker refused is
  /// tried once more: the process is about to end.
  void hurry(long now) {
    hurried = true;
    queues.values().forEach(queue -> queue.hurry(now));
  }

  /// Whether all that may be sent now is on its way. Reads on.
  boolean nothingToSend(long now) {
    fill(now);
    return queues.values().stream().allMatch(queue -> queue.nothingDue(now))
        && batchers.values().stream().allMatch(batcher -> batcher.buffered() == 0)
        && history == null
        && spans.isEmpty();
  }

  /// Reads on and makes batches, as many as are wanted. Only when connected.
  void fill(long now) {
    followRewrites();
    jumpIfBehind(now);
    fillEvents(now);
    fillLive(now);
    fillHistory(now);
  }

  /// The next batch of a lane that may travel beside others; null when there is none.
  @Nullable Batch poll(Lane lane, long now) {
    return queue(lane).poll(now);
  }

  /// The next batch that must travel alone; null when none is due.
  @Nullable Batch pollSuspect(long now) {
    for (LaneQueue queue : queues.values()) {
      Batch suspect = queue.pollSuspect(now);
      if (suspect != null) {
        return suspect;
      }
    }
    return null;
  }

  /// Whether a batch must travel alone now.
  boolean suspectDue(long now) {
    return queues.values().stream().anyMatch(queue -> queue.suspectDue(now));
  }

  /// Whether any number of this batch is on trial.
  boolean holdsAsSuspect(Batch batch) {
    return queues.values().stream()
        .map(queue -> queue.held(batch.device()))
        .anyMatch(hold -> hold != null && hold.suspects(batch));
  }

  /// When there may be more to do although nothing new is committed; `Long.MAX_VALUE` for never.
  long nextDue() {
    long due = batcher(Lane.LIVE).nextDue();
    for (LaneQueue queue : queues.values()) {
      due = Math.min(due, queue.nextDue());
    }
    return due;
  }

  void unsent(Batch batch, long now) {
    queue(batch.lane()).unsent(batch, now);
  }

  /// The batch needs no more care. With `keepTaken` it stays out of every lane's sight although it
  /// is still pending in the store (`ack: ioc`).
  void done(Batch batch, boolean keepTaken, long now) {
    if (!keepTaken) {
      taken.remove(batch);
    }
    Position again = queue(batch.lane()).done(batch, now);
    if (again != null) {
      readAgain(batch.lane(), again);
    }
  }

  void refused(Batch batch, Held.Why why, long due) {
    queue(batch.lane()).refused(batch, why, due);
  }

  void split(Batch batch, long now) {
    queue(batch.lane()).split(batch, now);
  }

  /// The connection ended; see [LaneQueue#lost].
  List<Batch> lost(List<Batch> inFlight, Blame blame, long othersAt, long now) {
    List<Batch> hopeless = new java.util.ArrayList<>();
    queues.forEach(
        (lane, queue) ->
            hopeless.addAll(
                queue.lost(
                    inFlight.stream().filter(batch -> batch.lane() == lane).toList(),
                    blame,
                    othersAt,
                    now)));
    return hopeless;
  }

  /// Connected: suspects wait until the connection has proved itself.
  void online(long now) {
    queues.values().forEach(queue -> queue.connected(now, limits.stableNanos));
  }

  /// Numbers that the IOC acknowledged are no longer on their way.
  void settled(UUID epoch, String device, long from, long to) {
    taken.remove(epoch, device, from, to);
  }

  /// Whether any of these numbers is still on its way.
  boolean underWay(UUID epoch, String device, long from, long to) {
    return taken.containsAny(epoch, device, from, to);
  }

  /// What was acknowledged by the broker but not by the IOC is read again, as history.
  void resend(UUID epoch, String device, long from, long to, Position first) {
    taken.remove(epoch, device, from, to);
    readAgain(device.equals(Entry.GATEWAY) ? Lane.EVENT : Lane.HISTORY, first);
  }

  /// Whether there is any history left that is not in flight.
  boolean historyWaits() {
    return history != null
        || !spans.isEmpty()
        || !queue(Lane.HISTORY).isEmpty()
        || batcher(Lane.HISTORY).buffered() > 0;
  }

  /// Whether any history is ready, in the making, or still to be read, beside what a held topic
  /// keeps.
  boolean historyFlows() {
    return !queue(Lane.HISTORY).nothingReady()
        || batcher(Lane.HISTORY).buffered() > 0
        || history != null
        || !spans.isEmpty();
  }

  /// Topics held because they are not allowed: lane and device.
  List<String> denied() {
    List<String> denied = new java.util.ArrayList<>();
    queues.forEach(
        (lane, queue) ->
            queue
                .held()
                .forEach(
                    (device, hold) -> {
                      if (hold.why() == Held.Why.DENIED) {
                        denied.add(lane.name().toLowerCase(java.util.Locale.ROOT) + "/" + device);
                      }
                    }));
    return denied;
  }

  /// Refusals in a row of the topic of a batch.
  int attempts(Batch batch) {
    Held hold = queue(batch.lane()).held(batch.device());
    return hold == null ? 0 : hold.attempts();
  }

  private void readAgain(Lane lane, Position from) {
    if (lane == Lane.EVENT) {
      events = new LogReader(log.pending(from, EVENTS));
      return;
    }
    Position to = live.position();
    LogReader current = history;
    if (current != null) {
      spans.add(current.position(), historyEnd);
      history = null;
    }
    spans.add(from, to);
  }

  /// Condensed samples may stand elsewhere than what they were made of, also before a reader: all
  /// that is pending and not on its way is read again.
  private void followRewrites() {
    if (log.rewrites() != rewrites) {
      rewrites = log.rewrites();
      live = new LogReader(log.pending(live.position(), DEVICES));
      readAgain(Lane.EVENT, log.firstPending(EVENTS));
      readAgain(Lane.HISTORY, log.firstPending(DEVICES));
    }
  }

  private void jumpIfBehind(long now) {
    if (now - liveCaughtUpAt <= limits.liveLagNanos) {
      return;
    }
    Position head = log.head();
    Position from = live.position();
    if (from.compareTo(head) < 0) {
      LogReader current = history;
      if (current != null) {
        spans.add(current.position(), historyEnd);
        history = null;
      }
      spans.add(from, head);
      live = new LogReader(log.pending(head, DEVICES));
    }
    liveCaughtUpAt = now;
  }

  private void fillEvents(long now) {
    LaneQueue queue = queue(Lane.EVENT);
    Batcher batcher = batcher(Lane.EVENT);
    while (queue.hungry()) {
      Stored next = events.peek();
      if (next == null) {
        break;
      }
      events.take();
      accept(queue, batcher, next, now);
    }
    batcher.closeAll();
  }

  private void fillLive(long now) {
    LaneQueue queue = queue(Lane.LIVE);
    Batcher batcher = batcher(Lane.LIVE);
    while (queue.hungry()) {
      Stored next = live.peek();
      if (next == null || heldForClock(next, now)) {
        liveCaughtUpAt = now;
        break;
      }
      live.take();
      accept(queue, batcher, next, now);
    }
    if (hurried) {
      batcher.closeAll();
    } else if (queue.nothingReady()) {
      batcher.closeNextDue(now);
    }
  }

  private void fillHistory(long now) {
    LaneQueue queue = queue(Lane.HISTORY);
    Batcher batcher = batcher(Lane.HISTORY);
    while (queue.hungry(historyAhead)) {
      LogReader reader = history;
      if (reader == null) {
        Spans.Span span = spans.poll();
        if (span == null) {
          return;
        }
        reader = new LogReader(log.pending(span.from(), DEVICES));
        history = reader;
        historyEnd = span.to();
      }
      Stored next = reader.peek();
      if (next == null || next.position().compareTo(historyEnd) >= 0) {
        history = null;
        batcher.closeAll();
        continue;
      }
      if (heldForClock(next, now)) {
        batcher.closeAll();
        return;
      }
      reader.take();
      accept(queue, batcher, next, now);
      if (batcher.buffered() > HISTORY_BUFFER_MAX) {
        batcher.closeLargest();
      }
    }
  }

  private void accept(LaneQueue queue, Batcher batcher, Stored stored, long now) {
    String device = stored.entry().device();
    if (taken.contains(stored.epoch(), device, stored.seq())) {
      return;
    }
    Held hold = queue.held(device);
    if (hold != null) {
      hold.passBy(stored.position());
      return;
    }
    taken.add(stored.epoch(), device, stored.seq());
    batcher.add(new Item(stored, wall.apply(stored.entry().at())), now);
  }

  /// A sample of this boot whose clock was never set waits for a bounded time. One of another boot
  /// does not: nothing can be learnt about its clock any more.
  private boolean heldForClock(Stored stored, long now) {
    BootTime at = stored.entry().at();
    return at.boot().equals(boot)
        && now - at.nanos() < limits.unsyncedHoldNanos
        && wall.apply(at).state() == ClockState.UNSYNCED;
  }

  private LaneQueue queue(Lane lane) {
    LaneQueue queue = queues.get(lane);
    if (queue == null) {
      throw new IllegalArgumentException("lane " + lane + " is not read from the log in order");
    }
    return queue;
  }

  private Batcher batcher(Lane lane) {
    Batcher batcher = batchers.get(lane);
    if (batcher == null) {
      throw new IllegalArgumentException("lane " + lane + " is not read from the log in order");
    }
    return batcher;
  }
}
