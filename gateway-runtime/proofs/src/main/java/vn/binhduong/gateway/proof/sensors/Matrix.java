package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.Stored;

/// All faults at once, each on a link of its own, in one gateway; and what is left of the others.
final class Matrix {
  /// Quick enough to see devices come back within a run.
  static final String ACQUISITION =
      "retry-first: 1s, retry-longest: 5s, protocol-retry-first: 1s, protocol-retry-longest: 5s,"
          + " grace: 500ms";

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration ONSET_MAX = Duration.ofSeconds(3);

  /// Within which a sick device must be in the right state: three attempts of 600 ms, and nine
  /// times as long between them.
  private static final Duration STATE_MAX = Duration.ofSeconds(22);

  /// Within which a healed device must be OK: the longest wait between two attempts, and slack.
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(20);

  private static final double KEPT_MIN = 0.99;

  /// What the machine takes away falls unevenly, in rows of several polls.
  private static final int SIGMAS = 6;

  private static final long AGE_NANOS_MAX = Duration.ofMillis(1_500).toNanos();
  private static final int THREADS_MORE_MAX = 3;
  private static final int EVENTS_MAX = 12;

  private final ProofRun run;
  private final Tally tally;
  private final Random random;
  private final Duration sickFor;
  private final Map<String, String> wrongState = new HashMap<>();

  Matrix(ProofRun run, Tally tally, long seed, Duration sickFor) {
    this.run = run;
    this.tally = tally;
    this.random = new Random(seed);
    this.sickFor = sickFor;
  }

  /// One run.
  void run(Path directory, int slaves) throws Exception {
    Files.createDirectories(directory);
    try (Street street = new Street(directory, random.nextLong(), slaves);
        Pulse pulse = new Pulse();
        Child gateway =
            new Child(run, directory.resolve("gateway"), ACQUISITION, street.yaml(), List.of())) {
      if (!Child.await(START_MAX, () -> !gateway.alive() || allOk(gateway, street.deviceIds()))
          || !gateway.alive()) {
        tally.wrong("not all devices were OK within %s: %s", START_MAX, notOk(gateway));
        return;
      }
      TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
      long from = GatewayClock.bootTime().nanos();
      int threads = gateway.threads();
      Map<Case, Long> callsBefore = new HashMap<>();
      for (Case one : street.cases()) {
        callsBefore.put(one, one.calls().count());
      }
      sicken(gateway, street.cases());
      Map<Case, Long> calls = new HashMap<>();
      for (Case one : street.cases()) {
        calls.put(one, one.calls().count() - callsBefore.getOrDefault(one, 0L));
      }
      int threadsSick = gateway.threads();
      for (Case one : street.cases()) {
        one.heal().run();
      }
      boolean recovered = Child.await(RECOVERY_MAX, () -> allOk(gateway, street.deviceIds()));
      if (!recovered) {
        tally.wrong("not OK %s after all was healed: %s", RECOVERY_MAX, notOk(gateway));
      }
      TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
      long to = GatewayClock.bootTime().nanos();
      threads(threads, threadsSick, gateway);
      if (!gateway.stop()) {
        tally.wrong("the gateway did not stop in time");
      }
      judge(street, gateway, calls, new Polls.Span(from, to), pulse.pauses());
    }
  }

  private static boolean allOk(Child gateway, Set<String> ids) {
    Map<String, Child.Device> devices = gateway.devices();
    return ids.stream().allMatch(id -> devices.containsKey(id) && ok(devices.get(id)));
  }

  private static boolean ok(Child.Device device) {
    return device.health().equals("OK");
  }

  private static List<String> notOk(Child gateway) {
    return gateway.devices().entrySet().stream()
        .filter(entry -> !ok(entry.getValue()))
        .map(
            entry ->
                "%s %s (%s)"
                    .formatted(
                        entry.getKey(), entry.getValue().health(), entry.getValue().message()))
        .limit(8)
        .toList();
  }

  /// Breaks everything, each at its moment, and looks until all is to be healed.
  private void sicken(Child gateway, List<Case> cases) throws Exception {
    long began = System.nanoTime();
    Map<Case, Long> onset = new HashMap<>();
    cases.forEach(one -> onset.put(one, began + random.nextLong(ONSET_MAX.toNanos())));
    Set<Case> broken = new HashSet<>();
    Set<String> seen = new HashSet<>();
    while (System.nanoTime() - began < sickFor.toNanos()) {
      for (Case one : cases) {
        if (!broken.contains(one) && System.nanoTime() >= onset.getOrDefault(one, began)) {
          one.sicken().run();
          broken.add(one);
          if (!one.sick().isEmpty()) {
            tally.fault(one.fault());
          }
        }
      }
      Map<String, Child.Device> devices = gateway.devices();
      for (Case one : broken) {
        look(one, System.nanoTime() - onset.getOrDefault(one, began), devices, seen);
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    for (Case one : broken) {
      for (String sick : one.sick()) {
        if (!one.states().isEmpty() && !seen.contains(sick)) {
          tally.wrong(
              "%s: expected one of %s within %d s, never was",
              sick, one.states(), STATE_MAX.toSeconds());
        } else if (wrongState.containsKey(sick)) {
          tally.wrong("%s: %s", sick, wrongState.get(sick));
        }
      }
    }
    wrongState.clear();
  }

  private void look(
      Case one, long sinceNanos, Map<String, Child.Device> devices, Set<String> seen) {
    for (String sick : one.sick()) {
      Child.Device device = devices.get(sick);
      if (device == null || one.states().isEmpty()) {
        continue;
      }
      boolean right =
          one.states().contains(device.health()) && device.message().contains(one.words());
      if (right && sinceNanos <= STATE_MAX.toNanos()) {
        seen.add(sick);
      } else if (!right && sinceNanos > STATE_MAX.toNanos()) {
        wrongState.put(
            sick,
            "%s %d s after %s, expected one of %s '%s' (%s)"
                .formatted(
                    device.health(),
                    TimeUnit.NANOSECONDS.toSeconds(sinceNanos),
                    one.fault(),
                    one.states(),
                    one.words(),
                    device.message()));
      }
    }
  }

  private void threads(int before, int sick, Child gateway)
      throws IOException, InterruptedException {
    boolean back =
        Child.await(
            RECOVERY_MAX,
            () -> {
              try {
                return gateway.threads() <= before + THREADS_MORE_MAX;
              } catch (IOException e) {
                return false;
              }
            });
    tally.note(
        "threads of the gateway: %d before, %d while all were sick, %d after",
        before, sick, gateway.threads());
    if (!back) {
      tally.wrong("threads left behind: %d before, %d after", before, gateway.threads());
    }
  }

  private void judge(
      Street street, Child gateway, Map<Case, Long> calls, Polls.Span span, List<Polls.Span> pauses)
      throws IOException {
    Map<String, List<Long>> good = new HashMap<>();
    Map<String, Long> sequence = new HashMap<>();
    Map<String, Integer> events = new HashMap<>();
    long[] oldest = {0};
    StoreReader.open(gateway.data())
        .oldestFirst(
            device -> true,
            stored -> {
              number(stored, sequence);
              switch (stored.entry()) {
                case Sample sample -> oldest[0] = Math.max(oldest[0], take(sample, good));
                case Event event -> fault(event, events);
              }
              return true;
            });
    long wallMinusBoot =
        GatewayClock.systemTime().instant().toEpochMilli() * 1_000_000
            - GatewayClock.bootTime().nanos();
    Polls.Count all = Polls.Count.NONE;
    Polls.Count control = Polls.Count.NONE;
    Map<Case, Polls.Count> counts = new LinkedHashMap<>();
    for (Case one : street.cases()) {
      Polls.Count count = Polls.Count.NONE;
      List<Polls.Span> excuses = new ArrayList<>(pauses);
      excuses.addAll(one.probes().get());
      for (String healthy : one.healthy()) {
        count =
            count.plus(
                Polls.count(
                    street.phaseMillis(healthy) * 1_000_000 - wallMinusBoot,
                    Street.PERIOD_MILLIS * 1_000_000,
                    span,
                    good.getOrDefault(healthy, List.of()).stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray(),
                    excuses));
      }
      counts.put(one, count);
      if (one.sick().isEmpty()) {
        control = control.plus(count);
      } else {
        all = all.plus(count);
      }
    }
    double fair = (double) control.kept() / Math.max(1, control.expected());
    tally.note(
        "polls on the buses without a sick device: %,d expected, %,d kept (%.3f %%)%s",
        control.expected(),
        control.kept(),
        100 * fair,
        fair < KEPT_MIN ? ": the machine is too busy for a sharp verdict" : "");
    counts.forEach(
        (one, count) -> verdict(one, count, expectable(fair), calls.getOrDefault(one, 0L), events));
    tally.note(
        "polls of the healthy: %,d expected, %,d kept (%.3f %%), %d behind a probe of the sick one or in one of %d pauses of the machine",
        all.expected(),
        all.kept(),
        100.0 * all.kept() / Math.max(1, all.expected()),
        all.excused(),
        pauses.size());
    tally.note("oldest value sent as good: %d ms", oldest[0] / 1_000_000);
  }

  /// What a bus of ten can keep where one of five keeps `fair`: twice as many wait for their turn.
  private static double expectable(double fair) {
    return Math.max(0, 1 - 2 * (1 - fair));
  }

  private void fault(Event event, Map<String, Integer> events) {
    try {
      if (GatewayEvent.parse(event.kind(), event.json())
          instanceof GatewayEvent.SensorFault fault) {
        events.merge(fault.device(), 1, Integer::sum);
      }
    } catch (ContractException e) {
      tally.wrong("an event that the contract does not know: %s", e);
    }
  }

  private void verdict(
      Case one, Polls.Count count, double fair, long calls, Map<String, Integer> events) {
    if (!one.healthy().isEmpty()) {
      double excuse = one.displaced() * calls * one.healthy().size();
      excuse += SIGMAS * Math.sqrt(fair * (1 - fair) * count.expected());
      tally.note(
          "%-32s others kept %,d of %,d polls (%.2f %%), %d behind one of %d calls",
          one.name(),
          count.kept(),
          count.expected(),
          100.0 * count.kept() / Math.max(1, count.expected()),
          count.excused(),
          calls);
      if (count.expected() == 0
          || count.missed() > (1 - KEPT_MIN * fair) * count.expected() + excuse) {
        tally.wrong(
            "%s: the others kept %d of %d polls, of a bus without a sick device %.2f %% were to be expected; %.0f more were"
                + " allowed",
            one.name(), count.kept(), count.expected(), 100 * fair, excuse);
      }
    }
    long seconds = sickFor.toSeconds();
    if (one.callsMax() > 0 && calls > one.callsMax() * Math.max(30, seconds) / 30) {
      tally.wrong(
          "%s: the sick one was asked %d times in %d s, at most %d are allowed",
          one.name(), calls, seconds, one.callsMax() * Math.max(30, seconds) / 30);
    }
    for (String sick : one.sick()) {
      int told = events.getOrDefault(sick, 0);
      if (told > EVENTS_MAX) {
        tally.wrong("%s: %d events of its health", sick, told);
      }
    }
  }

  private void number(Stored stored, Map<String, Long> sequence) {
    String device =
        switch (stored.entry()) {
          case Sample sample -> sample.device();
          case Event event -> "gateway";
        };
    long before = sequence.getOrDefault(device, 0L);
    if (stored.seq() <= before) {
      tally.duplicated(1);
    } else {
      tally.unaccounted(stored.seq() - before - 1);
    }
    sequence.put(device, stored.seq());
  }

  /// Keeps the time of a good sample; how old its value was.
  private long take(Sample sample, Map<String, List<Long>> good) {
    Reading reading = sample.readings().getFirst();
    if (reading.quality() != Quality.GOOD) {
      return 0;
    }
    long at = sample.at().nanos();
    long age = Ticks.age(reading.value(), at);
    if (Math.abs(age) > AGE_NANOS_MAX) {
      tally.wrong("%s: a value of %d ms ago was sent as good", sample.device(), age / 1_000_000);
    } else {
      good.computeIfAbsent(sample.device(), key -> new ArrayList<>()).add(at);
    }
    return age;
  }
}
