package vn.binhduong.gateway.proof.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// Every number of one gateway that was ever seen, in its store or at the IOC, with what it stood
/// for. It knows nothing of the gateway's code but what it left behind. Not thread-safe; pure.
///
/// Rules, looked at whenever the gateway is dead and its store has been read:
/// 1. a number stands for one content for ever, wherever it is seen, and once in the store;
/// 2. a number ever seen, and every number below it, is in the store, or it is at the IOC and the
///    store counts it as acknowledged (then it may have been deleted);
/// 3. what the store counts as acknowledged is at the IOC; it may still be on its way there, so
///    this is asked at the end ([#close]);
/// 4. no gap was declared, and there is one epoch.
public final class Book {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Key(UUID epoch, String device) {}

  @SuppressWarnings("AvoidCommonTypeNames") // the word of this house
  private static final class Number {
    private @Nullable String content;
    private boolean arrived;
    private boolean acknowledged;
    private boolean blamed;
  }

  private static final class Stream {
    private final TreeMap<Long, Number> numbers = new TreeMap<>();
    private long done;
  }

  private final Map<Key, Stream> streams = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private final Set<String> gaps = new TreeSet<>();

  /// What is wrong.
  ///
  /// @param kind how it counts
  /// @param text for people
  public record Breach(Kind kind, String text) {}

  /// How a breach counts.
  public enum Kind {
    /// It was there and is gone.
    LOST,
    /// A number with two contents.
    DUPLICATED,
    /// A number that nobody ever saw, below one that was seen.
    UNACCOUNTED,
    /// A gap, or an epoch too many.
    DECLARED
  }

  /// Enters what came to the IOC.
  public void arrived(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      Key key = new Key(arrival.stream().epoch(), arrival.stream().device());
      switch (arrival) {
        case Arrival.Row row ->
            enter(key, row.number(), new TreeMap<>(row.values()).toString(), "at the IOC").arrived =
                true;
        case Arrival.Event event ->
            enter(key, event.number(), content(event.kind(), event.json()), "at the IOC").arrived =
                true;
        case Arrival.Gap gap ->
            gap(key, gap.range().from(), gap.range().to(), gap.why() + ", told to the IOC");
        case Arrival.Ledger ledger -> {}
      }
    }
  }

  /// Looks at the store of the dead gateway.
  public void look(StoreView view) {
    Map<Key, Set<Long>> here = new HashMap<>();
    for (Stored stored : view.entries()) {
      Key key = new Key(stored.epoch(), stored.entry().device());
      enter(key, stored.seq(), content(stored.entry()), "in the store");
      if (!here.computeIfAbsent(key, k -> new HashSet<>()).add(stored.seq())) {
        breach(Kind.DUPLICATED, "%s number %d is in the store twice", key.device(), stored.seq());
      }
    }
    for (StreamLedger ledger : view.ledger()) {
      Key key = new Key(ledger.epoch(), ledger.device());
      Stream stream = streams.get(key);
      if (stream != null) {
        for (Range range : ledger.acked()) {
          stream
              .numbers
              .subMap(range.from(), true, range.to(), true)
              .values()
              .forEach(number -> number.acknowledged = true);
        }
      }
      for (StreamLedger.Gap gap : ledger.gaps()) {
        gap(key, gap.range().from(), gap.range().to(), gap.why() + ", in the ledger");
      }
    }
    streams.forEach((key, stream) -> check(key, stream, here.getOrDefault(key, Set.of())));
    if (streams.keySet().stream().map(Key::epoch).distinct().count() > 1) {
      declared("more than one epoch");
    }
  }

  private void check(Key key, Stream stream, Set<Long> here) {
    if (stream.numbers.isEmpty()) {
      return;
    }
    boolean unbroken = true;
    long last = stream.numbers.lastKey();
    for (long n = stream.done + 1; n <= last; n++) {
      Number number = stream.numbers.get(n);
      boolean finished = number != null && number.arrived && number.acknowledged;
      if (unbroken && finished) {
        stream.done = n;
      } else {
        unbroken = false;
      }
      if (here.contains(n) || finished || (number != null && number.blamed)) {
        continue;
      }
      if (number == null) {
        stream.numbers.computeIfAbsent(n, k -> new Number()).blamed = true;
        breach(Kind.UNACCOUNTED, "%s number %d was never seen, but %d was", key.device(), n, last);
      } else if (!number.acknowledged || number.arrived) {
        number.blamed = true;
        breach(
            Kind.LOST,
            "%s number %d was %s, and the store neither holds it nor counts it as acknowledged",
            key.device(),
            n,
            number.arrived ? "at the IOC" : "in the store");
      }
    }
  }

  /// At the end, when everything has been delivered: what was ever seen must be at the IOC.
  public void close() {
    streams.forEach(
        (key, stream) ->
            stream.numbers.forEach(
                (n, number) -> {
                  if (!number.arrived && !number.blamed) {
                    breach(
                        Kind.LOST,
                        "%s number %d was in the store%s and never came to the IOC",
                        key.device(),
                        n,
                        number.acknowledged ? " as acknowledged" : "");
                  }
                }));
  }

  /// What was found wrong since this was asked last.
  public List<Breach> takeBreaches() {
    List<Breach> taken = List.copyOf(breaches);
    breaches.clear();
    return taken;
  }

  /// How many different numbers were seen.
  public long seen() {
    return streams.values().stream().mapToLong(stream -> stream.numbers.size()).sum();
  }

  /// How many of them have come to the IOC.
  public long delivered() {
    return streams.values().stream()
        .flatMap(stream -> stream.numbers.values().stream())
        .filter(number -> number.arrived)
        .count();
  }

  private Number enter(Key key, long n, String content, String where) {
    Number number =
        streams
            .computeIfAbsent(key, k -> new Stream())
            .numbers
            .computeIfAbsent(n, k -> new Number());
    if (number.content == null) {
      number.content = content;
    } else if (!number.content.equals(content)) {
      breach(
          Kind.DUPLICATED,
          "%s number %d was %s, and is %s %s",
          key.device(),
          n,
          number.content,
          content,
          where);
    }
    return number;
  }

  private void gap(Key key, long from, long to, String why) {
    Stream stream = streams.computeIfAbsent(key, k -> new Stream());
    declared("%s %d..%d: gap (%s)".formatted(key.device(), from, to, why));
    for (long n = from; n <= to; n++) {
      Number number = stream.numbers.computeIfAbsent(n, k -> new Number());
      if (number.content == null) {
        number.blamed = true;
      }
    }
  }

  private void declared(String text) {
    if (gaps.add(text)) {
      breach(Kind.DECLARED, "%s", text);
    }
  }

  private void breach(Kind kind, String format, Object... arguments) {
    breaches.add(new Breach(kind, format.formatted(arguments)));
  }

  private static String content(Entry entry) {
    return switch (entry) {
      case Sample sample -> values(sample).toString();
      case Event event -> content(event.kind(), event.json());
    };
  }

  /// The usable readings of a sample by channel, as a truth log has them.
  static Map<String, Double> values(Sample sample) {
    Map<String, Double> values = new TreeMap<>();
    for (Reading reading : sample.readings()) {
      if (reading.quality().hasValue()) {
        values.put(reading.channel().name(), reading.value());
      }
    }
    return values;
  }

  private static String content(String kind, String json) {
    try {
      return kind
          + " "
          + JSON.writeValueAsString(JSON.treeToValue(JSON.readTree(json), TreeMap.class));
    } catch (JsonProcessingException e) {
      return kind + " " + json;
    }
  }
}
