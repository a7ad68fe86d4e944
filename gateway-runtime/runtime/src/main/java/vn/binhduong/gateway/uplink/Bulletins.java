package vn.binhduong.gateway.uplink;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The retained classes: `state`, `birth/<dev>`, `ledger/<dev>`. All of them are published on
/// connect; later what has changed since the broker acknowledged it, or everything where the broker
/// keeps no retained messages.
///
/// Births go before data, ledgers after live data.
final class Bulletins {
  private final Supplier<Outgoing> state;
  private final Supplier<List<Outgoing>> births;
  private final Supplier<List<Outgoing>> ledgers;
  private final Deque<Outgoing> urgent = new ArrayDeque<>();
  private final Deque<Outgoing> later = new ArrayDeque<>();
  private final Map<String, byte[]> known = new HashMap<>();
  private final Set<String> denied = new HashSet<>();

  Bulletins(
      Supplier<Outgoing> state, Supplier<List<Outgoing>> births, Supplier<List<Outgoing>> ledgers) {
    this.state = state;
    this.births = births;
    this.ledgers = ledgers;
  }

  /// A new connection: everything is due. `state` itself is published by the greeting.
  void connected() {
    known.clear();
    urgent.clear();
    later.clear();
    urgent.addAll(births.get());
    later.addAll(ledgers.get());
  }

  /// Queues what has changed, or everything.
  void refresh(boolean everything) {
    if (everything) {
      known.clear();
      queue(urgent, List.of(state.get()));
    }
    announce();
    queue(later, ledgers.get());
  }

  /// Queues the births that have changed.
  void announce() {
    queue(urgent, births.get());
  }

  /// Queues the ledgers that have changed.
  void account() {
    queue(later, ledgers.get());
  }

  /// Whether any is still to be sent.
  boolean waits() {
    return !urgent.isEmpty() || !later.isEmpty();
  }

  /// The next one that goes before data; null when there is none.
  @Nullable Outgoing pollUrgent() {
    return urgent.poll();
  }

  /// The next one that goes after live data; null when there is none.
  @Nullable Outgoing pollLater() {
    return later.poll();
  }

  void unsent(Outgoing message) {
    urgent.addFirst(message);
  }

  /// The broker answered.
  ///
  /// @return whether this topic is refused, and was not before
  boolean answered(Outgoing message, Verdict verdict) {
    if (verdict == Verdict.DELIVERED || verdict == Verdict.UNHEARD) {
      known.put(message.topic(), message.payload());
      denied.remove(message.topic());
      return false;
    }
    return denied.add(message.topic());
  }

  /// The broker takes no message so large.
  ///
  /// @return whether that was not known of this topic
  boolean tooLarge(Outgoing message) {
    known.put(message.topic(), message.payload());
    return denied.add(message.topic());
  }

  /// Retained topics the broker does not take.
  Set<String> denied() {
    return denied;
  }

  private void queue(Deque<Outgoing> queue, List<Outgoing> messages) {
    for (Outgoing message : messages) {
      byte[] before = known.get(message.topic());
      if (before != null && Arrays.equals(before, message.payload())) {
        continue;
      }
      queue.removeIf(waiting -> waiting.topic().equals(message.topic()));
      queue.add(message);
    }
  }
}
