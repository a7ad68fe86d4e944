package vn.binhduong.gateway.proof.clock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Whole gateway processes whose wall clock is ours, while the real one of the machine is left
/// alone: a library before libc answers for CLOCK_REALTIME, the kernel's synchronisation state and
/// the boot id. JVM, TLS and SQLite see what it says; timers go on by the monotonic clock.
///
/// The instruments note when they answered by the monotonic clock of this process, so nothing that
/// the judge knows has passed through a clock that lies.
public final class ClockProof implements Proof {
  /// Cases at a time: they mostly wait.
  private static final int LANES = 3;

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public String promise() {
    return "clocks are honest: after sync every time is right to 100 ms, or marked";
  }

  @Override
  public int runs(boolean brief) {
    return 6;
  }

  /// The first `runs` of the cases; `--case NAME` one of them.
  @Override
  public Tally prove(ProofRun run) throws Exception {
    Steps steps = new Steps(run.brief());
    Boots boots = new Boots(run.brief());
    List<Case> cases =
        List.of(
            new Case("hours", steps::hours),
            new Case("reboots", boots::reboots),
            new Case("tls", Certificates.SOME_MONTHS, boots::tls),
            new Case("calendar", steps::calendar),
            new Case("no-clock", boots::noClock),
            new Case("drift", steps::drift));
    String only = run.options().get("case");
    List<Case> played =
        cases.stream()
            .filter(one -> only == null || one.name().equals(only))
            .limit(run.runs())
            .toList();
    Tally tally = new Tally();
    ClockLayer layer = ClockLayer.compile(run.directory());
    if (!layer.namespaces()) {
      tally.note("no time namespaces here: the monotonic clock does not begin anew at a boot");
    }
    try (Stalls stalls = new Stalls();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
      List<Callable<Boolean>> plays = new ArrayList<>();
      for (Case one : played) {
        plays.add(() -> play(one, run, tally, layer, stalls));
      }
      for (Future<Boolean> done : lanes.invokeAll(plays)) {
        try {
          done.get();
        } catch (ExecutionException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      }
    }
    return tally;
  }

  private static Boolean play(Case one, ProofRun run, Tally tally, ClockLayer layer, Stalls stalls)
      throws IOException, InterruptedException {
    try (Scene scene = new Scene(one.name(), one.validity(), run, tally, layer, stalls)) {
      one.play().in(scene);
    }
    synchronized (tally) {
      tally.ran();
    }
    run.tell("  %s is over", one.name());
    return true;
  }
}
