package vn.binhduong.gateway.uplink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A broker whose every answer the test gives.
final class ScriptedBroker implements Publisher.Source {
  final Map<Long, Outgoing> unanswered = new LinkedHashMap<>();
  final List<Outgoing> seen = new ArrayList<>();
  long connection;
  private Consumer<Signal> signals = signal -> {};

  @Override
  public Publisher open(long number, Outgoing will, Consumer<Signal> out) {
    connection = number;
    signals = out;
    unanswered.clear();
    return new Publisher() {
      @Override
      public void connect() {}

      @Override
      public void subscribe(List<String> filters) {}

      @Override
      public boolean publish(long id, Outgoing message) {
        unanswered.put(id, message);
        seen.add(message);
        return true;
      }

      @Override
      public void disconnect(Duration limit) {}

      @Override
      public void discard() {}
    };
  }

  void accept(Terms terms) {
    signals.accept(new Signal.Connected(connection, terms));
  }

  void answer(long id, int reasonCode) {
    unanswered.remove(id);
    signals.accept(new Signal.Answered(connection, id, reasonCode));
  }

  /// Answers everything on topics that contain `part`.
  int answerAll(String part, int reasonCode) {
    List<Long> ids =
        unanswered.entrySet().stream()
            .filter(e -> e.getValue().topic().contains(part))
            .map(Map.Entry::getKey)
            .toList();
    ids.forEach(id -> answer(id, reasonCode));
    return ids.size();
  }

  void drop() {
    unanswered.clear();
    signals.accept(
        new Signal.Ended(connection, new Failure(Failure.Kind.CONNECTION_LOST, "dropped")));
  }
}
