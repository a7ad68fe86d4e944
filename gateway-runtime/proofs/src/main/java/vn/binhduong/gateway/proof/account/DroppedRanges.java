package vn.binhduong.gateway.proof.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import vn.binhduong.gateway.store.GapReason;
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
  private static final String LEDGER = "ledger";

  private long gone;

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
    gone = 0;
    Accounts accounts = new Accounts();
    Archive archive = new Archive();
    try (Station station = new Station(run, directory);
        IocConsumer consumer = station.consumer("ranges-ioc", accounts, archive)) {
      station.require("the consumer is connected", consumer::connected);
      Truth truth = new Truth();
      fill(station.data(), seed, SAMPLES, truth, true);
      tally.fault("store filled over its budget, unsent");
      station.start(false);
      station.require(
          "the backlog", () -> Station.received(accounts) > DEVICES && Station.closed(accounts));
      compare(tally, accounts, archive, truth, seed);
      long dropped =
          accounts.map(account -> Records.of(account).all().count()).stream()
              .mapToLong(Long::longValue)
              .sum();
      if (dropped == 0) {
        tally.wrong("%s: nothing was dropped, which shows nothing", name());
      }
      Random random = new Random(seed);
      for (int i = 0; i < REPLAYS; i++) {
        ask(tally, station, consumer, archive, accounts, random, i);
      }
      station.stop();
      // Delivered data makes room first, and needs no gap: then it is gone, and said to be.
      fill(station.data(), seed, SAMPLES / 2, truth, false);
      tally.fault("store filled over its budget, delivered");
      station.start(false);
      station.require(
          "what came then", () -> lasts(accounts) >= appended(truth) && Station.closed(accounts));
      compare(tally, accounts, archive, truth, seed);
      for (int i = 0; i < REPLAYS; i++) {
        ask(tally, station, consumer, archive, accounts, random, i);
      }
      station.stop();
      tally.unaccounted(
          accounts.map(StreamAccount::missingCount).stream().mapToLong(Long::longValue).sum());
      tally.note(
          "%-24s %,6d numbers, %,d given up and recorded, %,d refused by the queue, %,d gone when"
              + " asked for again",
          name(),
          Station.received(accounts),
          dropped,
          truth.refused.values().stream().mapToLong(Long::longValue).sum(),
          gone);
      if (gone == 0) {
        tally.wrong("%s: nothing was gone, which shows nothing", name());
      }
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

  /// What is given up of a stream, as the IOC was told: by reason from gap records, and below
  /// `ledger` what only the ledger says, since a store that is too small drops gap records too.
  private record Records(Map<String, Ranges> byReason) {
    static Records of(StreamAccount account) {
      Map<String, Ranges> byReason = new TreeMap<>();
      account.gaps().forEach((why, ranges) -> byReason.put(why, Ranges.of(ranges)));
      return new Records(byReason);
    }

    static Records of(Accounts accounts, StreamKey stream) {
      return accounts
          .map(account -> account.stream().equals(stream) ? Optional.of(of(account)) : NO_RECORDS)
          .stream()
          .flatMap(Optional::stream)
          .findFirst()
          .orElse(new Records(Map.of()));
    }

    private static final Optional<Records> NO_RECORDS = Optional.empty();

    Ranges all() {
      return Ranges.of(byReason.values().stream().flatMap(r -> r.toList().stream()).toList());
    }

    boolean record(String why, Ranges.Range range) {
      return byReason.getOrDefault(why, new Ranges()).containsAll(range.from(), range.to());
    }

    boolean tell(String why, Ranges.Range range) {
      Ranges told = byReason.getOrDefault(LEDGER, new Ranges()).copy();
      Ranges recorded = byReason.getOrDefault(why, new Ranges());
      recorded.toList().forEach(each -> told.add(each.from(), each.to()));
      return told.containsAll(range.from(), range.to());
    }
  }

  /// Asks for a range and holds the answer against what came, what had come, and the gap records.
  private void ask(
      Tally tally,
      Station station,
      IocConsumer consumer,
      Archive archive,
      Accounts accounts,
      Random random,
      int turn)
      throws IOException, InterruptedException {
    List<StreamKey> streams =
        accounts.map(StreamAccount::stream).stream()
            .filter(key -> key.device().startsWith("old"))
            .sorted()
            .toList();
    StreamKey stream = streams.get(random.nextInt(streams.size()));
    long last =
        accounts.map(account -> account.stream().equals(stream) ? account.last() : 0L).stream()
            .mapToLong(Long::longValue)
            .sum();
    // Whole, the newest, the oldest, and any.
    long from = turn == 1 ? last - 500 : turn == 3 ? 1 + random.nextLong(last) : 1;
    long to = turn == 2 ? last / 3 : last + (turn == 0 ? 100 : 0);
    String id = IocConsumer.newRequestId();
    int before = archive.arrivals().size();
    Ranges recorded = Records.of(accounts, stream).all();
    Ranges had = arrived(archive, 0, stream, from, to);
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
    Ranges lostHere = ranges(result.path("gone"));
    Ranges refused = ranges(result.path("refused"));
    long sent = result.path("sent").longValue();
    station.await(() -> arrived(archive, before, stream, from, to).count() >= sent);
    Ranges came = arrived(archive, before, stream, from, to);
    if (came.count() != sent) {
      tally.wrong("%s: %d are said to be sent, %d came", what, sent, came.count());
    }
    long silent = 0;
    long twofold = 0;
    long hidden = 0;
    long untrue = 0;
    for (long number = from; number <= Math.min(to, last); number++) {
      int fates = 0;
      for (Ranges fate : List.of(came, told, lostHere, refused)) {
        fates += fate.contains(number) ? 1 : 0;
      }
      silent += fates == 0 ? 1 : 0;
      twofold += fates > 1 ? 1 : 0;
      hidden +=
          recorded.contains(number) && !came.contains(number) && !told.contains(number) ? 1 : 0;
      untrue += lostHere.contains(number) && !had.contains(number) ? 1 : 0;
    }
    wrong(tally, what + " says nothing of %d numbers that did not come", silent);
    wrong(tally, what + " says of %d numbers two things", twofold);
    wrong(tally, what + ": %d numbers of gap records are not in its gaps", hidden);
    wrong(tally, what + ": %d numbers are called gone that were never delivered", untrue);
    wrong(tally, what + " refuses %d numbers that the broker takes", refused.count());
    for (JsonNode gap : result.path("gaps")) {
      var range = new Ranges.Range(gap.path("from").longValue(), gap.path("to").longValue());
      String why = gap.path("why").textValue();
      if (!station.await(() -> Records.of(accounts, stream).tell(why, range))) {
        tally.wrong("%s: neither record nor ledger says that %s is %s", what, range, why);
      }
    }
    gone += lostHere.count();
    if (!station.await(
        () ->
            lostHere.toList().stream()
                .allMatch(r -> Records.of(accounts, stream).record(GapReason.DROPPED.wire(), r)))) {
      tally.wrong("%s: %s is gone, and no gap record follows", what, lostHere);
    }
  }

  private static void wrong(Tally tally, String text, long count) {
    if (count > 0) {
      tally.wrong(text, count);
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
