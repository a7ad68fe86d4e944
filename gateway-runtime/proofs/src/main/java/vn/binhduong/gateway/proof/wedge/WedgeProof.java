package vn.binhduong.gateway.proof.wedge;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Whatever the network and the broker do, the uplink comes back by itself.
///
/// Each run is the whole matrix ([Matrix]), a dozen cases at a time: a whole gateway with simulated
/// instruments, behind a proxy of its own ([MqttLink]), on a real mosquitto; the verifier of the
/// IOC closes the account of each. Beside it a thousand gateways lose their broker ([Storm]), and
/// one process fails to connect thousands of times ([Leak]). With `--only TEXT` only those cases
/// whose name contains it.
public final class WedgeProof implements Proof {
  private static final String LOGGING = "logback.configurationFile";
  private static final int AT_A_TIME = 12;
  private static final int CASE_MINUTES_MAX = 5;
  private static final int OTHERS_MINUTES_MAX = 80;

  /// Failed connects in a row.
  private static final int CONNECTS = 10_000;

  private static final int CONNECTS_BRIEF = 1_000;

  /// For the list of proofs.
  public WedgeProof() {}

  @Override
  public String name() {
    return "wedge";
  }

  @Override
  public String promise() {
    return "the uplink always comes back without a restart, retries nothing for ever, grows no queue";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? 1 : 3;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    if (System.getProperty(LOGGING) == null) {
      // A dozen gateways at a time would fill the screen.
      System.setProperty(LOGGING, "vn/binhduong/gateway/ioc/standin/quiet-logback.xml");
    }
    Tally tally = new Tally();
    String only = run.options().getOrDefault("only", "");
    // Before the others: on a busy machine what comes late comes in crowds.
    if (only.isEmpty() || only.equals("storm")) {
      tally.add(storm(run, false));
      if (!run.brief()) {
        tally.add(storm(run, true));
      }
    }
    try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
      List<Future<Tally>> others = new ArrayList<>();
      if (only.isEmpty() || only.equals("leak")) {
        int connects = run.brief() ? CONNECTS_BRIEF : CONNECTS;
        others.add(beside.submit(() -> leak(run, connects)));
      }
      matrix(run, tally);
      for (Future<Tally> other : others) {
        tally.add(other.get(OTHERS_MINUTES_MAX, TimeUnit.MINUTES));
      }
    }
    leftovers(tally);
    return tally;
  }

  private static Tally storm(ProofRun run, boolean busy) throws Exception {
    Tally tally = new Tally();
    new Storm(busy, run.seed()).run(run, tally);
    return tally;
  }

  private static Tally leak(ProofRun run, int connects) throws Exception {
    Tally tally = new Tally();
    Leak.run(run, connects, tally);
    return tally;
  }

  private static void matrix(ProofRun run, Tally tally) throws Exception {
    InstantSource clock = InstantSource.system();
    String only = run.options().getOrDefault("only", "");
    Arrivals arrivals = new Arrivals();
    try (PlainBroker broker = new PlainBroker(run.directory().resolve("broker"), false);
        IocConsumer _ = CaseRun.consumer(broker, arrivals, "wedge-ioc", clock);
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int round = 0; round < run.runs(); round++) {
        long seed = run.seed() + round;
        List<Case> cases =
            new ArrayList<>(
                Matrix.all().stream()
                    .filter(one -> only.isEmpty() ? one.brief() || !run.brief() : true)
                    .filter(one -> one.name().contains(only))
                    .toList());
        Collections.shuffle(cases, new Random(seed));
        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
          Case one = cases.get(i);
          Path directory = run.directory().resolve("%d-%02d".formatted(round, i));
          long ownSeed = seed * 1_000 + i;
          outcomes.add(
              pool.submit(() -> new CaseRun(one, directory, ownSeed, clock).on(broker, arrivals)));
        }
        run.tell("%s", Outcome.HEAD);
        for (int i = 0; i < cases.size(); i++) {
          Outcome outcome = outcomes.get(i).get(CASE_MINUTES_MAX, TimeUnit.MINUTES);
          run.tell("%s", outcome.line());
          enter(outcome, tally, seed);
        }
      }
    }
  }

  private static void enter(Outcome outcome, Tally tally, long seed) {
    tally.ran();
    tally.fault(outcome.name());
    tally.duplicated(outcome.verdict().contradictions().size());
    tally.unaccounted(outcome.verdict().streams().stream().mapToLong(s -> s.missingCount()).sum());
    outcome
        .wrong()
        .forEach(problem -> tally.wrong("%s (seed %d): %s", outcome.name(), seed, problem));
  }

  /// When all gateways are closed, none of their threads is left.
  private static void leftovers(Tally tally) throws InterruptedException {
    List<String> left = List.of();
    for (int i = 0; i < 200; i++) {
      left =
          Thread.getAllStackTraces().entrySet().stream()
              .filter(
                  one ->
                      one.getKey().getName().startsWith("uplink")
                          || one.getKey().getName().contains(": W-"))
              .map(one -> one.getKey().getName() + " at " + List.of(one.getValue()))
              .sorted()
              .toList();
      if (left.isEmpty()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    tally.wrong("threads left when every gateway was closed: %s", left);
  }
}
