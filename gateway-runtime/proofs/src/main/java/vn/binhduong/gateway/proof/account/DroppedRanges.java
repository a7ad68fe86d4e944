package vn.binhduong.gateway.proof.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.StreamKey;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// A store that is far too small for its outage, and a queue that is too small for its bursts: what
/// was given up is in the gap records and the overruns in the ledger, the rest arrives; and a
/// replay of any range, held, dropped or long delivered, says of every number what became of it.
final class DroppedRanges implements Scenario {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEVICES = 3;
  private static final int CHANNELS = 12;
  private static final int SAMPLES = 40_000;
  private static final int BURST = 4_000;
  private static final int QUEUE_KIB = 64;
  private static final int BUDGET_MIB = 1;
  private static final long STEP_NANOS = 2_000_000;
  private static final int REPLAYS = 4;

  @Override
  public String name() {
    return "dropped ranges";
  }

  /// What was handed to the store, by device.
  private static final class Truth {
    final Map<String, Long> appended = new TreeMap<>();
    final Map<String, Long> refused = new TreeMap<>();
  }

  @Override
  public void judge(ProofRun run, long seed, Path directory, Tally tally) throws Exception {
    Accounts accounts = new Accounts();
    Archive archive = new Archive();
    try (Station station = new Station(run, seed, directory);
        IocConsumer consumer = station.consumer("ranges-ioc", accounts, archive)) {
      station.require("the consumer is connected", consumer::connected);
      Truth truth = new Truth();
      fill(station.data(), seed, SAMPLES, truth, true);
      tally.fault("store filled over its budget, unsent");
      station.start(false);
      station.require(
          "the backlog", () -> Station.received(accounts) > DEVICES && Station.closed(accounts));
      compare(tally, accounts, archive, truth, seed);
      Map<StreamKey, Ranges> dropped = dropped(accounts);
      if (dropped.values().stream().allMatch(Ranges::isEmpty)) {
        tally.wrong("%s: nothing was dropped, which shows nothing", name());
      }
      Random random = new Random(seed);
      for (int i = 0; i < REPLAYS; i++) {
        ask(tally, station, consumer, archive, accounts, dropped, random, i);
      }
      station.stop();
      // Delivered data makes room first, and needs no gap: then it is gone, and said to be.
      fill(station.data(), seed, SAMPLES / 2, truth, false);
      tally.fault("store filled over its budget, delivered");
      station.start(false);
      station.require(
          "what came then", () -> lasts(accounts) >= appended(truth) && Station.closed(accounts));
      compare(tally, accounts, archive, truth, seed);
      dropped = dropped(accounts);
      for (int i = 0; i < REPLAYS; i++) {
        ask(tally, station, consumer, archive, accounts, dropped, random, i);
      }
      station.stop();
      tally.unaccounted(
          accounts.map(StreamAccount::missingCount).stream().mapToLong(Long::longValue).sum());
      tally.note(
          "%-24s %,6d numbers, %,d given up and recorded, %,d refused by the queue",
          name(),
          Station.received(accounts),
          dropped.values().stream().mapToLong(Ranges::count).sum(),
          truth.refused.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  private static long lasts(Accounts accounts) {
    return accounts
        .map(account -> account.stream().device().startsWith("old") ? account.ledgerLast() : 0L)
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long appended(Truth truth) {
    return truth.appended.values().stream().mapToLong(Long::longValue).sum();
  }

  /// @param burst whether more comes at once than the queue takes
  private static void fill(Path data, long seed, int samples, Truth truth, boolean burst)
      throws InterruptedException {
    StoreSettings small =
        new StoreSettings(
            Duration.ofMillis(100),
            BUDGET_MIB,
            1,
            Duration.ofHours(6),
            QUEUE_KIB,
            Duration.ofHours(1),
            0);
    BootTime end = GatewayClock.bootTime();
    try (Store store = Store.open(small, data, GatewayClock::bootTime, Instant::now)) {
      for (int i = 0; i < samples; i++) {
        String device = "old" + i % DEVICES;
        long number = truth.appended.getOrDefault(device, 0L) + 1;
        var at = new BootTime(end.boot(), end.nanos() - (samples - i) * STEP_NANOS);
        Sample sample = new Sample(device, at, readings(seed, device, number));
        boolean bursting = burst && i % SAMPLES < BURST;
        while (!store.append(sample)) {
          truth.refused.merge(device, 1L, Long::sum);
          if (bursting) {
            sample = null;
            break;
          }
          TimeUnit.MILLISECONDS.sleep(20);
        }
        if (sample != null) {
          truth.appended.put(device, number);
        }
      }
    }
  }

  private static List<Reading> readings(long seed, String device, long number) {
    List<Reading> readings = new ArrayList<>();
    for (int channel = 0; channel < CHANNELS; channel++) {
      readings.add(
          new Channel("c" + channel, Unit.CELSIUS, -1e9, 1e9, "c")
              .reading(value(seed, device, number, channel)));
    }
    return readings;
  }

  private static double value(long seed, String device, long number, int channel) {
    return new Random(seed * 31 + device.hashCode() * 7L + number * 131 + channel).nextInt(1 << 20)
        / 16.0;
  }

  /// Every number is there with its value or given up, and the overruns are counted.
  private void compare(Tally tally, Accounts accounts, Archive archive, Truth truth, long seed) {
    long altered =
        archive.arrivals().stream()
            .filter(
                arrival ->
                    arrival instanceof Arrival.Row row
                        && row.stream().device().startsWith("old")
                        && !equal(row, seed))
            .count();
    if (altered > 0) {
      tally.wrong("%s: %d samples are not those that were stored", name(), altered);
    }
    accounts
        .map(
            account -> {
              String device = account.stream().device();
              if (!device.startsWith("old")) {
                return "";
              }
              long last = truth.appended.getOrDefault(device, 0L);
              long refused = truth.refused.getOrDefault(device, 0L);
              return account.last() == last && account.ledgerOverruns() == refused
                  ? ""
                  : "%s: last %d, overruns %d; the account says %d and %d"
                      .formatted(device, last, refused, account.last(), account.ledgerOverruns());
            })
        .stream()
        .filter(text -> !text.isEmpty())
        .forEach(text -> tally.wrong("%s: %s", name(), text));
  }

  private static boolean equal(Arrival.Row row, long seed) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      Double value = row.values().get("c" + channel);
      if (value == null || value != value(seed, row.stream().device(), row.number(), channel)) {
        return false;
      }
    }
    return row.values().size() == CHANNELS;
  }

  /// What the gap records give up, by stream.
  private static Map<StreamKey, Ranges> dropped(Accounts accounts) {
    Map<StreamKey, Ranges> dropped = new HashMap<>();
    accounts.map(
        account -> {
          Ranges ranges = new Ranges();
          account.gaps().values().stream()
              .flatMap(List::stream)
              .forEach(range -> ranges.add(range.from(), range.to()));
          return dropped.put(account.stream(), ranges);
        });
    return dropped;
  }

  /// Asks for a range and holds the answer against what came and what was given up.
  private void ask(
      Tally tally,
      Station station,
      IocConsumer consumer,
      Archive archive,
      Accounts accounts,
      Map<StreamKey, Ranges> dropped,
      Random random,
      int turn)
      throws IOException, InterruptedException {
    List<StreamKey> streams =
        dropped.keySet().stream().filter(key -> key.device().startsWith("old")).sorted().toList();
    StreamKey stream = streams.get(random.nextInt(streams.size()));
    long last =
        accounts.map(account -> account.stream().equals(stream) ? account.last() : 0L).stream()
            .mapToLong(Long::longValue)
            .sum();
    Ranges gaps = Objects.requireNonNull(dropped.get(stream));
    // Whole, the newest, the oldest, and any.
    long from = turn == 1 ? last - 500 : turn == 3 ? 1 + random.nextLong(last) : 1;
    long to = turn == 2 ? last / 3 : last + (turn == 0 ? 100 : 0);
    String id = IocConsumer.newRequestId();
    int before = archive.arrivals().size();
    consumer.request(
        stream.gateway(),
        new Command.Replay(
            id, System.currentTimeMillis() + 60_000, stream.epoch(), stream.device(), from, to));
    station.require("an answer to the replay", () -> archive.finalAnswer(id) != null);
    Answer answer = Objects.requireNonNull(archive.finalAnswer(id));
    tally.fault("range asked for again");
    String what = "%s: replay of %s %d..%d".formatted(name(), stream.device(), from, to);
    if (answer.status() != Answer.Status.OK || answer.result() == null) {
      tally.wrong("%s is answered %s %s", what, answer.status(), answer.problems());
      return;
    }
    JsonNode result = JSON.readTree(answer.result());
    Ranges told = ranges(result.path("gaps"));
    Ranges gone = ranges(result.path("gone"));
    station.await(
        () ->
            arrived(archive, before, stream, from, to).count() >= result.path("sent").longValue());
    Ranges came = arrived(archive, before, stream, from, to);
    if (came.count() != result.path("sent").longValue()) {
      tally.wrong("%s: %d came, the answer says %s", what, came.count(), result.path("sent"));
    }
    long upTo = Math.min(to, last);
    long silent = 0;
    long untrue = 0;
    for (long number = from; number <= upTo; number++) {
      boolean isGap = gaps.contains(number);
      silent += came.contains(number) || told.contains(number) || gone.contains(number) ? 0 : 1;
      untrue += told.contains(number) != isGap || (gone.contains(number) && isGap) ? 1 : 0;
    }
    if (silent > 0) {
      tally.wrong("%s says nothing of %d numbers that did not come", what, silent);
    }
    if (untrue > 0) {
      tally.wrong("%s: %d numbers are not in the gaps of the records", what, untrue);
    }
  }

  private static Ranges arrived(Archive archive, int before, StreamKey stream, long from, long to) {
    Ranges came = new Ranges();
    List<Arrival> all = archive.arrivals();
    for (Arrival arrival : all.subList(before, all.size())) {
      if (arrival instanceof Arrival.Row row
          && row.stream().equals(stream)
          && row.number() >= from
          && row.number() <= to) {
        came.add(row.number());
      }
    }
    return came;
  }

  private static Ranges ranges(JsonNode list) {
    Ranges ranges = new Ranges();
    list.forEach(range -> ranges.add(range.path("from").longValue(), range.path("to").longValue()));
    return ranges;
  }
}
