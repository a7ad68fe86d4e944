package vn.binhduong.gateway.ioc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

/// The accounts of all streams. Consumers that share a subscription within one process share one
/// object of this, since each of them sees only a part.
///
/// Thread-safe: one lock, held while a row is handled, so rows of all consumers that share it are
/// handled one at a time.
public final class Accounts {
  private final Map<StreamKey, StreamAccount> streams = new TreeMap<>();
  private final Map<String, Presence> presences = new HashMap<>();

  /// No stream yet.
  public Accounts() {}

  /// The accounts that result from everything that arrived before, as a [Recording] keeps it.
  public static Accounts restore(Iterable<Arrival> arrivals) {
    Accounts accounts = new Accounts();
    arrivals.forEach(arrival -> accounts.account(arrival.stream()).enter(arrival));
    return accounts;
  }

  /// Whether a gateway can be asked for anything.
  ///
  /// @param online what its `state` said last; true before it said anything
  /// @param changes how often that changed
  record Presence(boolean online, long changes) {
    private static final Presence UNKNOWN = new Presence(true, 0);
  }

  /// A gateway says whether it is online.
  void enter(String gateway, boolean online) {
    synchronized (streams) {
      Presence before = presence(gateway);
      if (before.online() != online) {
        presences.put(gateway, new Presence(online, before.changes() + 1));
      }
    }
  }

  /// Whether a gateway can be asked for anything.
  Presence presence(String gateway) {
    synchronized (streams) {
      return presences.getOrDefault(gateway, Presence.UNKNOWN);
    }
  }

  /// Handles an arrival that has no number; throwing leaves the account as it was.
  @FunctionalInterface
  interface Handling {
    void handle() throws IOException;
  }

  /// Handles an arrival that has a number; throwing leaves the account as it was.
  @FunctionalInterface
  interface NumberedHandling {
    void handle(Receipt receipt) throws IOException;
  }

  /// Handles a gap or ledger and then enters it, as one step for other threads.
  void enter(Arrival arrival, Handling handling) throws IOException {
    synchronized (streams) {
      handling.handle();
      account(arrival.stream()).enter(arrival);
    }
  }

  /// Handles a row or event and then enters it, as one step for other threads.
  void enterNumbered(Arrival.Numbered arrival, NumberedHandling handling) throws IOException {
    synchronized (streams) {
      StreamAccount account = account(arrival.stream());
      handling.handle(account.classify(arrival.number()));
      account.enter(arrival);
    }
  }

  private StreamAccount account(StreamKey stream) {
    return streams.computeIfAbsent(stream, StreamAccount::new);
  }

  /// Does something with every account, in the order of the streams, under the lock: it must be
  /// short.
  public <T> List<T> map(Function<StreamAccount, T> view) {
    synchronized (streams) {
      List<T> results = new ArrayList<>(streams.size());
      streams.values().forEach(account -> results.add(view.apply(account)));
      return results;
    }
  }
}
