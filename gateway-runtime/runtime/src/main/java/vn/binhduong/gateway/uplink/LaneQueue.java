package vn.binhduong.gateway.uplink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.store.Position;

/// The batches of one lane that are ready, wait for another attempt, or stand behind a held topic.
///
/// Per device, batches leave in the order of their numbers. A held topic hurts no other one: what
/// comes for it is passed by and read again from the log when it is free.
final class LaneQueue {
  /// Batches made in advance.
  static final int READY_MAX = 8;

  private final Taken taken;
  private final Deque<Batch> again = new ArrayDeque<>();
  private final Deque<Batch> ready = new ArrayDeque<>();
  private final Map<String, Held> held = new LinkedHashMap<>();

  LaneQueue(Taken taken) {
    this.taken = taken;
  }

  /// Whether more batches should be made.
  boolean hungry() {
    return hungry(READY_MAX);
  }

  /// Whether fewer batches than these are ready.
  boolean hungry(int batches) {
    return again.size() + ready.size() < batches;
  }

  /// Whether nothing is ready to be sent; what is held waits for its time.
  boolean nothingReady() {
    return again.isEmpty() && ready.isEmpty();
  }

  /// The end is near: what waits for its time is tried once more, now. A suspect is not, which may
  /// end the connection that others still need.
  void hurry(long now) {
    for (Held hold : held.values()) {
      if (hold.why() != Held.Why.SUSPECT && !hold.trying()) {
        hold.due(now);
      }
    }
  }

  /// Whether nothing is ready to be sent, and no held topic is due for another attempt.
  boolean nothingDue(long now) {
    return nothingReady()
        && held.values().stream()
            .noneMatch(h -> h.why() != Held.Why.SUSPECT && !h.trying() && h.due() <= now);
  }

  /// Whether nothing waits here.
  boolean isEmpty() {
    return again.isEmpty() && ready.isEmpty() && held.isEmpty();
  }

  void add(Batch batch) {
    ready.add(batch);
  }

  /// The hold on the topic of a device; null when it is free.
  @Nullable Held held(String device) {
    return held.get(device);
  }

  /// All holds, by device.
  Map<String, Held> held() {
    return held;
  }

  /// The next batch that may travel beside others; null when there is none.
  @Nullable Batch poll(long now) {
    for (Held hold : held.values()) {
      if (hold.why() != Held.Why.SUSPECT && !hold.trying() && hold.due() <= now) {
        hold.startTrying();
        return hold.first();
      }
    }
    for (Batch next = again.poll(); next != null; next = again.poll()) {
      Held hold = held.get(next.device());
      if (hold == null) {
        return next;
      }
      hold.add(next);
    }
    for (Batch next = ready.poll(); next != null; next = ready.poll()) {
      Held hold = held.get(next.device());
      if (hold == null) {
        return next;
      }
      taken.remove(next);
      hold.passBy(next.position());
    }
    return null;
  }

  /// The next batch that must travel alone; null when none is due.
  @Nullable Batch pollSuspect(long now) {
    for (Held hold : held.values()) {
      if (hold.why() == Held.Why.SUSPECT && !hold.trying() && hold.due() <= now) {
        hold.startTrying();
        return hold.first();
      }
    }
    return null;
  }

  /// Whether a batch must travel alone now.
  boolean suspectDue(long now) {
    return held.values().stream()
        .anyMatch(h -> h.why() == Held.Why.SUSPECT && !h.trying() && h.due() <= now);
  }

  /// When the next held batch is due; `Long.MAX_VALUE` when none waits for a time.
  long nextDue() {
    long due = Long.MAX_VALUE;
    for (Held hold : held.values()) {
      if (!hold.trying()) {
        due = Math.min(due, hold.due());
      }
    }
    return due;
  }

  /// Puts a batch that was polled but not sent back to where it came from.
  void unsent(Batch batch, long now) {
    Held hold = held.get(batch.device());
    if (hold != null && hold.contains(batch)) {
      hold.due(now);
    } else {
      again.addFirst(batch);
    }
  }

  /// This batch needs no more care (delivered, or given up).
  ///
  /// @return from where the log must be read again for its device; null for nowhere
  @Nullable Position done(Batch batch, long now) {
    Held hold = held.get(batch.device());
    if (hold == null || !hold.contains(batch)) {
      return null;
    }
    hold.remove(batch);
    if (!hold.isEmpty()) {
      hold.due(now);
      return null;
    }
    held.remove(batch.device());
    return hold.passedFrom();
  }

  /// The broker refused this batch; its topic waits until `due`.
  void refused(Batch batch, Held.Why why, long due) {
    Held hold = held.computeIfAbsent(batch.device(), device -> new Held(why, due, due));
    if (!hold.contains(batch)) {
      hold.add(batch);
    }
    hold.hold(why, due);
  }

  /// Replaces a batch that was polled by its halves, which are sent next, in order.
  void split(Batch batch, long now) {
    List<Batch> halves = batch.halves();
    Held hold = held.get(batch.device());
    if (hold != null && hold.contains(batch)) {
      hold.remove(batch);
      halves.forEach(hold::add);
      hold.due(now);
    } else {
      again.addFirst(halves.get(1));
      again.addFirst(halves.get(0));
    }
  }

  /// The connection ended with these batches in flight, in the order they were sent.
  ///
  /// @param blame what that says about them
  /// @param othersAt when a message with data that was not on trial was last acknowledged
  /// @return single entries that failed every trial: to be given up by the caller
  List<Batch> lost(Collection<Batch> inFlight, Blame blame, long othersAt, long now) {
    List<Batch> hopeless = new ArrayList<>();
    List<Batch> resend = new ArrayList<>();
    for (Batch batch : inFlight) {
      Held hold = held.get(batch.device());
      boolean failed = blame == Blame.ALONE && hold != null && hold.since() < othersAt;
      Batch next = blame == Blame.NONE ? batch : batch.struck(failed);
      if (next.strikes() < Blame.STRIKES_MAX) {
        if (hold != null && hold.contains(batch)) {
          hold.remove(batch);
          hold.add(next);
          hold.due(hold.due());
        } else {
          resend.add(next);
        }
        continue;
      }
      if (hold == null) {
        hold = new Held(Held.Why.SUSPECT, now, now);
        held.put(batch.device(), hold);
      }
      hold.remove(batch);
      hold.hold(Held.Why.SUSPECT, now);
      if (!failed) {
        hold.add(next);
      } else if (next.size() > 1) {
        next.halves().forEach(hold::add);
      } else {
        // Stays first until the caller says `done`.
        hold.add(next);
        if (next.soloFailures() >= Blame.TRIALS_MAX) {
          hopeless.add(next);
        }
      }
    }
    for (Batch batch : resend.reversed()) {
      again.addFirst(batch);
    }
    if (blame == Blame.SHARED) {
      held.values().forEach(Held::acquit);
    }
    return hopeless;
  }

  /// A new connection: suspects wait until it has lasted as long as their trial demands, so that
  /// others go first and the connection has proved itself.
  void connected(long now, long stableNanos) {
    for (Held hold : held.values()) {
      if (hold.why() == Held.Why.SUSPECT) {
        hold.due(now + Blame.trialNanos(hold.first().soloFailures(), stableNanos));
      }
    }
  }
}
