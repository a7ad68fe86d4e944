package vn.binhduong.gateway.proof.damage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.StreamKey;

/// Judges one case. Pure.
///
/// The IOC's account is that of the kit, opened anew from every arrival of the streams of this
/// gateway; beside it stand the contents that our own reader found before the damage, after it, and
/// after the gateway had run.
final class Judge {
  private static final int SHOWN_MAX = 3;

  private final PlainReader.Found truth;
  private final PlainReader.Found readable;
  private final List<Arrival> before;
  private final boolean bare;

  /// @param truth read before the damage
  /// @param readable read after the damage, before the start
  /// @param before what the IOC received before the damage
  /// @param bare no file is left that could tell that there ever was a store
  Judge(PlainReader.Found truth, PlainReader.Found readable, List<Arrival> before, boolean bare) {
    this.truth = truth;
    this.readable = readable;
    this.before = before;
    this.bare = bare;
  }

  /// The greatest number of each of our streams that anything left in the directory tells of.
  Map<EntryId, Long> told() {
    Set<EntryId> streams = new TreeSet<>();
    truth.entries().keySet().forEach(id -> streams.add(streamOf(id)));
    Map<EntryId, Long> told = new TreeMap<>();
    readable
        .entries()
        .forEach(
            (id, content) -> {
              if (content.equals(truth.entries().get(id))) {
                told.merge(streamOf(id), id.seq(), Math::max);
              }
            });
    readable
        .last()
        .forEach(
            (stream, last) -> {
              if (streams.contains(stream)) {
                told.merge(stream, last, Math::max);
              }
            });
    return told;
  }

  private static EntryId streamOf(EntryId id) {
    return new EntryId(id.epoch(), id.device(), 0);
  }

  /// Whether the account can be judged: nothing is missing in it, and it has heard of everything
  /// that is told.
  static boolean closed(List<StreamAccount> accounts, Map<EntryId, Long> told) {
    Map<EntryId, Long> open = new HashMap<>(told);
    for (StreamAccount account : accounts) {
      if (account.missingCount() > 0) {
        return false;
      }
      StreamKey key = account.stream();
      open.computeIfPresent(
          new EntryId(key.epoch(), key.device(), 0),
          (stream, last) -> account.last() >= last ? null : last);
    }
    return open.values().stream().allMatch(last -> last == 0);
  }

  /// @param after what arrived since
  /// @param stored read from the segments when the gateway had stopped
  Outcome judge(List<Arrival> after, PlainReader.Found stored) {
    List<String> wrong = new ArrayList<>();
    Map<StreamKey, StreamAccount> accounts = new TreeMap<>();
    Map<EntryId, Arrival> received = new HashMap<>();
    Set<EntryId> duplicated = new TreeSet<>(stored.twice());
    for (List<Arrival> part : List.of(before, after)) {
      for (Arrival arrival : part) {
        accounts.computeIfAbsent(arrival.stream(), StreamAccount::new).enter(arrival);
        if (arrival instanceof Arrival.Numbered numbered) {
          EntryId id =
              new EntryId(arrival.stream().epoch(), arrival.stream().device(), numbered.number());
          Arrival earlier = received.putIfAbsent(id, arrival);
          if ((earlier != null && !same(earlier, arrival))
              || (truth.entries().containsKey(id) && !same(truth.entries().get(id), arrival))) {
            duplicated.add(id);
          }
        }
      }
    }
    stored
        .entries()
        .forEach(
            (id, content) -> {
              Content was = truth.entries().get(id);
              if (was != null && !was.equals(content)) {
                duplicated.add(id);
              }
            });
    some(wrong, "a number with two contents", duplicated);

    Set<EntryId> lost = new TreeSet<>();
    long known = 0;
    for (Map.Entry<EntryId, Content> entry : readable.entries().entrySet()) {
      if (!entry.getValue().equals(truth.entries().get(entry.getKey()))) {
        continue; // another gateway's
      }
      known++;
      if (!entry.getValue().equals(stored.entries().get(entry.getKey()))
          && !received.containsKey(entry.getKey())) {
        lost.add(entry.getKey());
      }
    }
    some(wrong, "readable, but gone", lost);

    Set<UUID> ours = new HashSet<>();
    truth.entries().keySet().forEach(id -> ours.add(id.epoch()));
    Set<UUID> begun = new TreeSet<>();
    for (Arrival arrival : after) {
      if (arrival instanceof Arrival.Numbered && !ours.contains(arrival.stream().epoch())) {
        begun.add(arrival.stream().epoch());
      }
    }
    boolean said = alarms(after).stream().anyMatch(json -> json.contains("\"store.epoch\""));
    if (begun.size() > 1) {
      wrong.add("numbers of %d epochs that are not ours were sent".formatted(begun.size()));
    }
    if (!begun.isEmpty() && !said && !bare) {
      wrong.add("a new epoch was opened and not said");
    }

    long unaccounted = 0;
    for (StreamAccount account : accounts.values()) {
      unaccounted += account.missingCount();
    }
    for (Map.Entry<EntryId, Long> told : told().entrySet()) {
      EntryId stream = told.getKey();
      unaccounted += Math.max(0, told.getValue() - last(accounts, stream));
    }
    long untold = 0;
    for (EntryId id : truth.entries().keySet()) {
      if (id.seq() > Math.max(last(accounts, id), told().getOrDefault(streamOf(id), 0L))) {
        untold++;
      }
    }
    if (untold > 0 && begun.isEmpty()) {
      unaccounted += untold; // numbering went on, so it must know where
    }
    return new Outcome(
        truth.entries().size(),
        known,
        known - lost.size(),
        declared(after),
        untold,
        lost.size(),
        duplicated.size(),
        unaccounted,
        !begun.isEmpty(),
        wrong);
  }

  /// What alarms came, as JSON.
  static List<String> alarms(List<Arrival> arrivals) {
    List<String> alarms = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Arrival.Event event && event.kind().equals("alarm")) {
        alarms.add(event.json());
      }
    }
    return alarms;
  }

  private static long last(Map<StreamKey, StreamAccount> accounts, EntryId id) {
    StreamAccount account = accounts.get(new StreamKey(Site.GATEWAY, id.epoch(), id.device()));
    return account == null ? 0 : account.last();
  }

  private static long declared(List<Arrival> after) {
    Map<StreamKey, Ranges> declared = new HashMap<>();
    for (Arrival arrival : after) {
      if (arrival instanceof Arrival.Gap gap) {
        declared
            .computeIfAbsent(gap.stream(), key -> new Ranges())
            .add(gap.range().from(), gap.range().to());
      }
    }
    return declared.values().stream()
        .flatMap(ranges -> ranges.toList().stream())
        .mapToLong(Range::count)
        .sum();
  }

  private static boolean same(Arrival one, Arrival other) {
    if (one instanceof Arrival.Row a && other instanceof Arrival.Row b) {
      return a.values().equals(b.values()) && a.quality().equals(b.quality());
    }
    if (one instanceof Arrival.Event a && other instanceof Arrival.Event b) {
      return a.kind().equals(b.kind()) && a.json().equals(b.json());
    }
    return false;
  }

  private static boolean same(Content content, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Row row -> content.text().isEmpty() && row.values().equals(content.values());
      case Arrival.Event event -> content.text().equals(event.kind() + " " + event.json());
      case Arrival.Gap _, Arrival.Ledger _ -> false;
    };
  }

  private static void some(List<String> wrong, String what, Set<EntryId> which) {
    if (!which.isEmpty()) {
      wrong.add(
          "%s: %d, such as %s"
              .formatted(
                  what,
                  which.size(),
                  which.stream().limit(SHOWN_MAX).map(EntryId::toString).toList()));
    }
  }
}
