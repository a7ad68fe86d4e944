package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.store.Position;

/// One topic that is not simply sent on, and the batches that wait for it in the order of their
/// numbers. The first of them is tried when it is due; when all are through, the topic is free.
final class Held {
  /// Why a topic is held.
  enum Why {
    /// The broker refused for now: wait, then try again.
    RETRY,
    /// The broker does not allow this topic: probe it now and then.
    DENIED,
    /// The connection ended twice with the first batch in flight: send it alone.
    SUSPECT
  }

  private final List<Batch> waiting = new ArrayList<>();
  private Why why;
  private long due;
  private final long since;
  private boolean trying;
  private int attempts;
  private @Nullable Position passedFrom;

  Held(Why why, long due, long since) {
    this.why = why;
    this.due = due;
    this.since = since;
  }

  /// Since when the topic is held, or was due first.
  long since() {
    return since;
  }

  Why why() {
    return why;
  }

  long due() {
    return due;
  }

  boolean trying() {
    return trying;
  }

  /// Refusals in a row.
  int attempts() {
    return attempts;
  }

  /// Where the first entry stands that was passed by while the topic was held; null when none was.
  @Nullable Position passedFrom() {
    return passedFrom;
  }

  /// The batch to try next.
  Batch first() {
    return waiting.getFirst();
  }

  @SuppressWarnings("ReferenceEquality") // the very batch that was handed out, not one like it
  boolean contains(Batch batch) {
    return waiting.stream().anyMatch(b -> b == batch);
  }

  /// Whether any number of this batch waits here for its trial.
  boolean suspects(Batch batch) {
    return why == Why.SUSPECT
        && waiting.stream()
            .anyMatch(
                b ->
                    b.epoch().equals(batch.epoch())
                        && b.from() <= batch.to()
                        && batch.from() <= b.to());
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  List<Batch> waiting() {
    return waiting;
  }

  void hold(Why reason, long until) {
    why = reason;
    due = until;
    trying = false;
    attempts++;
  }

  void due(long at) {
    due = at;
    trying = false;
  }

  void startTrying() {
    trying = true;
  }

  /// The trials of what waits here begin anew: the link was bad meanwhile.
  void acquit() {
    waiting.replaceAll(Batch::acquitted);
  }

  /// Adds a batch at its place.
  void add(Batch batch) {
    int at = 0;
    while (at < waiting.size() && waiting.get(at).position().compareTo(batch.position()) < 0) {
      at++;
    }
    waiting.add(at, batch);
  }

  @SuppressWarnings("ReferenceEquality") // the very batch that was handed out, not one like it
  void remove(Batch batch) {
    waiting.removeIf(b -> b == batch);
  }

  /// Notes that an entry was passed by and must be read again later.
  void passBy(Position position) {
    Position from = passedFrom;
    if (from == null || position.compareTo(from) < 0) {
      passedFrom = position;
    }
  }
}
