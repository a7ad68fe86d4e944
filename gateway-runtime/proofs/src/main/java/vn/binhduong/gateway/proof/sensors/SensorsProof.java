package vn.binhduong.gateway.proof.sensors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// One sick sensor hurts only itself.
///
/// A run is one [Matrix]: every fault at once, each on a link of its own. Before the runs: what a
/// process cannot contain ([Restarts]), and reconnects that fail ([Reconnects]). Options: `--part
/// matrix`, `restarts` or `reconnects` for one of them alone; `--slaves N` on each shared bus (10);
/// `--reconnects N` (1,000 in the brief share, else 40,000).
public final class SensorsProof implements Proof {
  private static final Duration SICK_BRIEF = Duration.ofSeconds(30);
  private static final Duration SICK = Duration.ofMinutes(2);
  private static final String RECONNECTS_BRIEF = "1000";
  private static final String RECONNECTS = "40000";
  private static final Set<String> PARTS = Set.of("all", "matrix", "restarts", "reconnects");

  @Override
  public String name() {
    return "sensors";
  }

  @Override
  public String promise() {
    return "One sick sensor hurts only itself, and comes back by itself";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? 1 : 5;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    String part = run.options().getOrDefault("part", "all");
    if (!PARTS.contains(part)) {
      throw new IllegalArgumentException("--part: expected one of " + PARTS + ", found " + part);
    }
    boolean all = part.equals("all");
    Path directory = run.directory();
    Tally tally = new Tally();
    if (all || part.equals("restarts")) {
      Restarts restarts = new Restarts(run, tally);
      run.tell("more hangs than threads may be abandoned");
      restarts.hangs(directory.resolve("hangs"));
      if (!run.brief()) {
        run.tell("a driver that holds the memory");
        restarts.hoard(directory.resolve("hoard"));
        run.tell("a driver that never gives the memory back");
        restarts.hoardForEver(directory.resolve("hoard-for-ever"));
      }
      tally.ran();
    }
    if (all || part.equals("reconnects")) {
      run.tell("reconnects that fail");
      new Reconnects(run, tally)
          .run(
              directory.resolve("reconnects"),
              Long.parseLong(
                  run.options()
                      .getOrDefault("reconnects", run.brief() ? RECONNECTS_BRIEF : RECONNECTS)));
      tally.ran();
    }
    if (all || part.equals("matrix")) {
      int slaves = Integer.parseInt(run.options().getOrDefault("slaves", "10"));
      for (int i = 1; i <= run.runs(); i++) {
        run.tell("every fault at once, run %d", i);
        new Matrix(run, tally, run.seed() + i, run.brief() ? SICK_BRIEF : SICK)
            .run(directory.resolve("matrix-" + i), slaves);
        tally.ran();
      }
    }
    return tally;
  }
}
