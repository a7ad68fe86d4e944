package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.verify.Outage;
import vn.binhduong.gateway.ioc.verify.StreamVerdict;
import vn.binhduong.gateway.ioc.verify.TruthLog;
import vn.binhduong.gateway.ioc.verify.Verdict;
import vn.binhduong.gateway.ioc.verify.Verifier;
import vn.binhduong.gateway.proof.wedge.Case.Plan;
import vn.binhduong.gateway.proof.wedge.Case.Scene;
import vn.binhduong.gateway.proof.wedge.Case.Site;

/// Carries one case out: a gateway comes up, something is wrong for a while, everything is well
/// again; then the account is made up.
final class CaseRun {
  private static final Duration UP_MAX = Duration.ofSeconds(30);
  private static final long TOLERANCE_MILLIS = 1_000;
  private static final long IN_FLIGHT_MILLIS = 500;
  private static final long TICK_MILLIS = 100;

  /// One client is being thrown away while the next connects, five threads each.
  private static final int THREADS_MAX = 15;

  /// Window of the uplink, and the greeting.
  private static final int WINDOW_MAX = 33;

  private final Case it;
  private final Path directory;
  private final long seed;
  private final InstantSource clock;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> breaches = new CopyOnWriteArrayList<>();
  private int threadsMax;

  CaseRun(Case it, Path directory, long seed, InstantSource clock) {
    this.it = it;
    this.directory = directory;
    this.seed = seed;
    this.clock = clock;
  }

  /// On the broker that all share.
  Outcome on(PlainBroker broker, Arrivals arrivals) throws IOException, InterruptedException {
    return switch (it.site()) {
      case SHARED, QUIET -> carryOut(broker, arrivals, broker.port(), "mqtt://127.0.0.1:");
      case OWN_BROKER, TLS -> {
        try (PlainBroker own = new PlainBroker(directory.resolve("broker"), it.site() == Site.TLS);
            IocConsumer _ = consumer(own, arrivals, "own-" + seed, clock)) {
          yield it.site() == Site.TLS
              ? carryOut(own, arrivals, own.tlsPort(), "mqtts://localhost:")
              : carryOut(own, arrivals, own.port(), "mqtt://127.0.0.1:");
        }
      }
    };
  }

  /// An IOC on a broker.
  static IocConsumer consumer(PlainBroker broker, Arrivals desk, String id, InstantSource clock)
      throws InterruptedException {
    IocConsumer consumer =
        new IocConsumer(
            ConsumerSettings.of("tcp://127.0.0.1:" + broker.port(), id, Station.TOPIC_ROOT)
                .withHoleAge(Duration.ofSeconds(2)),
            new Accounts(),
            desk,
            clock);
    while (!consumer.connected()) {
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    return consumer;
  }

  private Outcome carryOut(PlainBroker broker, Arrivals arrivals, int port, String scheme)
      throws IOException, InterruptedException {
    String id = "W-%d-%s".formatted(seed, directory.getFileName());
    Map<String, String> uplink = new TreeMap<>(it.uplink());
    boolean tls = it.site() == Site.TLS;
    if (tls) {
      uplink.put("ca-file", "\"" + broker.certificate() + "\"");
    }
    try (MqttLink link = new MqttLink(port)) {
      if (tls) {
        link.encrypted();
      }
      Station station =
          new Station(id, directory, seed, scheme + link.port(), it.site() == Site.QUIET, uplink);
      Plan plan;
      int before;
      int during;
      long backMillis;
      long closing;
      long closed;
      try {
        if (await(station, arrivals, 0, UP_MAX) < 0) {
          wrong.add("did not come up, before anything was wrong");
        }
        before = link.connections();
        long begins = clock.millis();
        plan = it.setting().make(new Scene(station, link, port, breaches));
        link.install(plan.trouble());
        endure(station, broker);
        during = link.connections() - before;
        link.install(Trouble.NONE);
        long heals = clock.millis();
        backMillis = await(station, arrivals, heals, it.within());
        if (backMillis < 0) {
          wrong.add(
              "not back within %d s: %s"
                  .formatted(it.within().toSeconds(), missing(arrivals.of(id))));
        }
        if (events(arrivals.of(id), begins, heals) == 0) {
          wrong.add("no event was recorded meanwhile");
        }
      } finally {
        closing = clock.millis();
        station.close();
        closed = clock.millis();
      }
      settle(id, arrivals);
      Verdict verdict =
          new Verifier(TOLERANCE_MILLIS)
              .judge(
                  arrivals.of(id),
                  TruthLog.read(station.truthLogs()),
                  List.of(Outage.stopped(closing, closed, IN_FLIGHT_MILLIS, "stop")));
      judge(verdict, plan, link, during);
      return new Outcome(
          it.name(),
          during,
          link.sendsMax(),
          link.inFlightMax(),
          threadsMax,
          backMillis,
          verdict.streams().stream().mapToLong(StreamVerdict::received).sum(),
          verdict,
          List.copyOf(wrong));
    }
  }

  /// While it is wrong: an instrument is unplugged and plugged in again, which is an event.
  private void endure(Station station, PlainBroker broker)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + it.lasts().toNanos();
    long third = it.lasts().toMillis() / 3;
    station.unplug(true);
    if (it.site() == Site.OWN_BROKER) {
      broker.kill();
    }
    pause(station, third);
    if (it.site() == Site.OWN_BROKER) {
      broker.start();
    }
    pause(station, third);
    station.unplug(false);
    if (it.site() == Site.OWN_BROKER) {
      broker.kill();
      broker.start();
    }
    pause(station, Math.max(0, (end - System.nanoTime()) / 1_000_000L));
  }

  private void pause(Station station, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < end) {
      threadsMax = Math.max(threadsMax, station.clientThreads().size());
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
  }

  /// Waits until something measured after `sinceMillis` has arrived from every instrument and no
  /// number is missing.
  ///
  /// @return how long it took, milliseconds; -1 when it took too long
  private long await(Station station, Arrivals arrivals, long sinceMillis, Duration limit)
      throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < limit.toNanos()) {
      pause(station, TICK_MILLIS);
      boolean fresh =
          station.measured().stream()
              .allMatch(device -> arrivals.newestMillis(station.id(), device) > sinceMillis);
      if (fresh && missing(arrivals.of(station.id())).isEmpty()) {
        return (System.nanoTime() - start) / 1_000_000L;
      }
    }
    return -1;
  }

  /// What the gateway sent last is still on its way through the broker.
  private void settle(String id, Arrivals arrivals) throws InterruptedException {
    for (int i = 0; i < 30 && !missing(arrivals.of(id)).isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    TimeUnit.MILLISECONDS.sleep(2 * TICK_MILLIS);
  }

  /// Missing numbers by device.
  private static Map<String, String> missing(List<Arrival> arrivals) {
    Map<String, StreamAccount> accounts = new TreeMap<>();
    for (Arrival arrival : arrivals) {
      accounts
          .computeIfAbsent(arrival.stream().device(), d -> new StreamAccount(arrival.stream()))
          .enter(arrival);
    }
    Map<String, String> missing = new TreeMap<>();
    accounts.forEach(
        (device, account) -> {
          if (account.missingCount() > 0) {
            missing.put(device, account.missing().toString());
          }
        });
    return missing;
  }

  private static long events(List<Arrival> arrivals, long from, long to) {
    return arrivals.stream()
        .filter(a -> a instanceof Arrival.Event e && e.timeMillis() >= from && e.timeMillis() <= to)
        .count();
  }

  private void judge(Verdict verdict, Plan plan, MqttLink link, int connections) {
    String guilty = plan.guilty();
    List<String> reasons = guilty == null ? verdict.reasons() : besides(verdict, guilty, plan);
    wrong.addAll(reasons);
    breaches.stream().limit(3).forEach(breach -> wrong.add("may not: " + breach));
    atMost("messages in flight", link.inFlightMax(), WINDOW_MAX);
    atMost("threads of the client", threadsMax, THREADS_MAX);
    // Once for each connection, and the paced attempts at a topic that is refused.
    atMost(
        "sends of one message",
        link.sendsMax(),
        connections + 2 + (int) (2 * it.lasts().toSeconds()));
  }

  /// What is wrong apart from the one sample that had to be given up.
  private static List<String> besides(Verdict verdict, String guilty, Plan plan) {
    List<String> reasons = new ArrayList<>(verdict.contradictions());
    String expected = "{quarantined=[%d..%d]}".formatted(plan.number(), plan.number());
    for (StreamVerdict stream : verdict.streams()) {
      String device = stream.stream().device();
      String gaps =
          new TreeMap<>(stream.gaps())
              .toString()
              .replaceAll("Range\\[from=(\\d+), to=(\\d+)]", "$1..$2");
      if (!gaps.equals(device.equals(guilty) ? expected : "{}")) {
        reasons.add("%s: gaps %s".formatted(device, gaps));
      }
      if (stream.missingCount() > 0 || stream.withoutTruth() > 0 || stream.overruns() > 0) {
        reasons.add(stream.toString());
      }
    }
    if (verdict.lost().size() != 1) {
      reasons.add("%d samples lost, one had to be".formatted(verdict.lost().size()));
    }
    return reasons;
  }

  private void atMost(String what, int found, int most) {
    if (found > most) {
      wrong.add("%s: expected at most %d, found %d".formatted(what, most, found));
    }
  }
}
