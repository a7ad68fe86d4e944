package vn.binhduong.gateway.proof.station;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.proof.sensors.Child;
import vn.binhduong.gateway.proof.sensors.Polls;
import vn.binhduong.gateway.proof.sensors.Pulse;
import vn.binhduong.gateway.store.StoreReader;

/// A station of twelve devices on six links of five kinds: one after the other hangs, is healed, is
/// unplugged and healed again, and the others keep at least 99 % of their polls.
///
/// A run is one instrument; ten are all of them, in an order by the seed, and last about ten
/// minutes.
public final class StationProof implements Proof {
  private static final String ACQUISITION =
      "retry-first: 1s, retry-longest: 5s, protocol-retry-first: 1s, protocol-retry-longest: 5s,"
          + " grace: 500ms";
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration SICK = Duration.ofSeconds(20);
  private static final Duration NOTICED_MAX = Duration.ofSeconds(15);
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(20);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final double KEPT_MIN = 0.99;
  private static final int INSTRUMENTS = 10;
  private static final int INSTRUMENTS_BRIEF = 3;

  /// When one instrument was sick.
  private record Illness(Set<String> devices, Polls.Span span) {}

  @Override
  public String name() {
    return "station";
  }

  @Override
  public String promise() {
    return "Whatever fails at a station, the others keep their schedule, and it comes back by itself";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? INSTRUMENTS_BRIEF : INSTRUMENTS;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    Tally tally = new Tally();
    Path directory = run.directory();
    try (Station station = new Station(directory, run.seed());
        Pulse pulse = new Pulse();
        Child gateway =
            new Child(run, directory.resolve("gateway"), ACQUISITION, station.yaml(), List.of())) {
      if (!Child.await(START_MAX, () -> !gateway.alive() || sick(gateway, station).isEmpty())
          || !gateway.alive()) {
        tally.wrong("not OK within %s: %s", START_MAX, sick(gateway, station));
        return tally;
      }
      run.tell("12 devices on 6 links of 5 kinds are OK");
      TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
      long from = GatewayClock.bootTime().nanos();
      int threads = gateway.threads();
      List<Illness> illnesses = new ArrayList<>();
      List<Instrument> order = new ArrayList<>(station.instruments());
      Collections.shuffle(order, new Random(run.seed()));
      for (int i = 0; i < run.runs(); i++) {
        Instrument one = order.get(i % order.size());
        illnesses.add(ill(run, tally, gateway, station, one, "hangs", one.hang()));
        illnesses.add(ill(run, tally, gateway, station, one, "is unplugged", one.unplug()));
        tally.ran();
      }
      long to = GatewayClock.bootTime().nanos();
      tally.note("threads of the gateway: %d before, %d after", threads, gateway.threads());
      if (!gateway.stop()) {
        tally.wrong("the gateway did not stop in time");
      }
      judge(tally, station, gateway, illnesses, new Polls.Span(from, to), pulse.pauses());
    }
    return tally;
  }

  private static Map<String, String> sick(Child gateway, Station station) {
    Map<String, Child.Device> devices = gateway.devices();
    return station.deviceIds().stream()
        .filter(id -> !devices.containsKey(id) || !devices.get(id).health().equals("OK"))
        .collect(
            Collectors.toMap(
                id -> id,
                id ->
                    devices.containsKey(id)
                        ? devices.get(id).health() + ": " + devices.get(id).message()
                        : "unknown"));
  }

  private static Illness ill(
      ProofRun run,
      Tally tally,
      Child gateway,
      Station station,
      Instrument one,
      String what,
      Instrument.Step step)
      throws Exception {
    run.tell("%s %s", one.name(), what);
    long from = GatewayClock.bootTime().nanos();
    step.run();
    tally.fault(what);
    boolean noticed =
        Child.await(NOTICED_MAX, () -> sick(gateway, station).keySet().containsAll(one.devices()));
    if (!noticed) {
      tally.wrong(
          "%s %s: expected %s not to be OK within %s, sick were %s",
          one.name(), what, one.devices(), NOTICED_MAX, sick(gateway, station));
    }
    long leftNanos = from + SICK.toNanos() - GatewayClock.bootTime().nanos();
    if (leftNanos > 0) {
      TimeUnit.NANOSECONDS.sleep(leftNanos);
    }
    Map<String, String> others = sick(gateway, station);
    others.keySet().removeAll(one.devices());
    if (!others.isEmpty()) {
      tally.wrong("while %s %s: also not OK: %s", one.name(), what, others);
    }
    one.heal().run();
    if (!Child.await(RECOVERY_MAX, () -> sick(gateway, station).isEmpty())) {
      tally.wrong(
          "%s was healed: not OK %s later: %s", one.name(), RECOVERY_MAX, sick(gateway, station));
    }
    TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
    return new Illness(one.devices(), new Polls.Span(from, GatewayClock.bootTime().nanos()));
  }

  private static void judge(
      Tally tally,
      Station station,
      Child gateway,
      List<Illness> illnesses,
      Polls.Span span,
      List<Polls.Span> pauses)
      throws Exception {
    Map<String, List<Long>> good = new HashMap<>();
    StoreReader.open(gateway.data())
        .oldestFirst(
            device -> true,
            stored -> {
              if (stored.entry() instanceof Sample sample
                  && sample.readings().getFirst().quality() == Quality.GOOD) {
                good.computeIfAbsent(sample.device(), key -> new ArrayList<>())
                    .add(sample.at().nanos());
              }
              return true;
            });
    long wallMinusBoot =
        GatewayClock.systemTime().instant().toEpochMilli() * 1_000_000
            - GatewayClock.bootTime().nanos();
    for (String device : station.deviceIds()) {
      Polls.Count count = Polls.Count.NONE;
      long from = span.from();
      for (Illness illness : illnesses) {
        if (illness.devices().contains(device)) {
          count =
              count.plus(
                  count(station, device, good, wallMinusBoot, from, illness.span().from(), pauses));
          from = illness.span().to();
        }
      }
      count = count.plus(count(station, device, good, wallMinusBoot, from, span.to(), pauses));
      double kept = (double) count.kept() / Math.max(1, count.expected());
      tally.note(
          "%-10s kept %,5d of %,5d polls while others were sick (%.2f %%), %d in pauses of the machine",
          device, count.kept(), count.expected(), 100 * kept, count.excused());
      if (count.expected() == 0 || kept < KEPT_MIN) {
        tally.wrong(
            "%s: kept %d of %d polls while others were sick, expected %.0f %%",
            device, count.kept(), count.expected(), 100 * KEPT_MIN);
      }
    }
  }

  private static Polls.Count count(
      Station station,
      String device,
      Map<String, List<Long>> good,
      long wallMinusBoot,
      long from,
      long to,
      List<Polls.Span> pauses) {
    return Polls.count(
        station.phaseMillis(device) * 1_000_000 - wallMinusBoot,
        Station.PERIOD_MILLIS * 1_000_000,
        new Polls.Span(from, to),
        good.getOrDefault(device, List.of()).stream().mapToLong(Long::longValue).sorted().toArray(),
        pauses);
  }
}
