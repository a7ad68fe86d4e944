package vn.binhduong.gateway.proof.damage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Salvage, never wipe: whatever stands in the data directory, the gateway starts, saves what can
/// be read, keeps the rest in quarantine, says what is lost, and gives no number twice.
///
/// Options: `--only FAMILY` runs the cases of one family, `--case N` only that one.
public final class DamageProof implements Proof {
  private static final int RUNS = 540;
  private static final int RUNS_BRIEF = 540; // as many of them as fit into the time

  /// Time of the brief share, the making of the directories included.
  private static final Duration BRIEF = Duration.ofSeconds(170);

  /// Every so many cases one runs in a process of its own.
  private static final int CHILD_EVERY = 12;

  @Override
  public String name() {
    return "damage";
  }

  @Override
  public String promise() {
    return "any bytes in the data directory: the gateway starts, salvages, quarantines, reports";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? RUNS_BRIEF : RUNS;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    long deadline = System.nanoTime() + BRIEF.toNanos();
    Tally tally = new Tally();
    int port = Loopback.freePort();
    try (Mosquitto broker = new Mosquitto(run.directory(), port)) {
      broker.start();
      List<Master> masters = new MasterMaker(run, port).make();
      List<Map<String, Long>> shapes = new ArrayList<>();
      for (Master master : masters) {
        Map<String, Long> files = new TreeMap<>(Hammer.sizes(master.data()));
        files.keySet().removeIf(name -> name.startsWith("quarantine/") || name.endsWith(".yaml"));
        shapes.add(files);
        run.tell(
            "master %s: %d files, %d entries, %d arrivals at the IOC",
            master.name(), files.size(), master.truth().entries().size(), master.arrivals().size());
      }
      CaseRun cases = new CaseRun(run, port, masters);
      Sums sums = new Sums();
      for (Case damaged : new Corpus(shapes, run.seed()).cases(run.runs())) {
        if (!wanted(run, damaged)) {
          continue;
        }
        if (run.brief() && System.nanoTime() > deadline) {
          break;
        }
        Outcome outcome = cases.run(damaged, damaged.number() % CHILD_EVERY == CHILD_EVERY - 1);
        count(tally, damaged, outcome);
        sums.add(damaged.family(), outcome);
        if (!outcome.holds()) {
          run.tell("%s%n    %s", damaged, outcome);
        }
      }
      sums.lines().forEach(line -> tally.note("%s", line));
    }
    return tally;
  }

  private static boolean wanted(ProofRun run, Case damaged) {
    String only = run.options().getOrDefault("only", damaged.family().name());
    String number = run.options().getOrDefault("case", String.valueOf(damaged.number()));
    return only.equalsIgnoreCase(damaged.family().name())
        && List.of(number.split(",", -1)).contains(String.valueOf(damaged.number()));
  }

  private static void count(Tally tally, Case damaged, Outcome outcome) {
    tally.ran();
    tally.fault(damaged.family().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    tally.lost(outcome.lost());
    tally.duplicated(outcome.duplicated());
    tally.unaccounted(outcome.unaccounted());
    outcome.wrong().forEach(text -> tally.wrong("%s: %s", damaged, text));
  }

  /// The table of families.
  private static final class Sums {
    private final Map<Family, long[]> sums = new EnumMap<>(Family.class);

    void add(Family family, Outcome outcome) {
      long[] sum = sums.computeIfAbsent(family, f -> new long[7]);
      sum[0]++;
      sum[1] += outcome.truth();
      sum[2] += outcome.readable();
      sum[3] += outcome.recovered();
      sum[4] += outcome.declared();
      sum[5] += outcome.newEpoch() ? 1 : 0;
      sum[6] += outcome.untold();
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "%-14s %6s %10s %10s %10s %12s %10s %8s"
              .formatted(
                  "family",
                  "cases",
                  "entries",
                  "readable",
                  "recovered",
                  "lost (told)",
                  "new epochs",
                  "untold"));
      sums.forEach(
          (family, s) ->
              lines.add(
                  "%-14s %6d %10d %10d %10d %12d %10d %8d"
                      .formatted(family, s[0], s[1], s[2], s[3], s[4], s[5], s[6])));
      return lines;
    }
  }
}
