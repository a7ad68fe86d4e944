package vn.binhduong.gateway.proof.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.proof.faults.Fault;
import vn.binhduong.gateway.proof.faults.FaultLayer;
import vn.binhduong.gateway.proof.faults.Faults;
import vn.binhduong.gateway.proof.site.Siege;
import vn.binhduong.gateway.proof.site.Site;
import vn.binhduong.gateway.proof.site.Victim;

/// The gateway as a process under load, killed with SIGKILL at random moments: while it starts,
/// measures, seals a segment every 0.7 s, looks at the disk and deletes, drains, or has no link.
/// Half of the kills come at a moment of the clock; the others strike at one of its next calls that
/// change a file, just before or just after it, which is where a moment of the clock rarely falls.
///
/// After every life its store is read and held against the [Book] of all that was ever seen and
/// against what the instruments emitted; at the end everything is delivered and the verifier closes
/// the account. The brief run takes about 90 s on two processors. Needs mosquitto and gcc.
public final class CrashProof implements Proof {
  private static final int RUNS = 1000;
  private static final int RUNS_BRIEF = 50;

  /// Every so many lives one is long enough for the look at the disk, 10 s after the start.
  private static final int LONG_LIFE_EVERY = 14;

  private static final Duration EMITTED_MAX = Duration.ofMinutes(3);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final int EXIT_SIGTERM = 143;

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String promise() {
    return "SIGKILL at any moment takes nothing that anyone saw, and nothing older than commit interval and longest commit";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? RUNS_BRIEF : RUNS;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    FaultLayer layer = FaultLayer.compile(run.directory());
    return Siege.lay(
        run,
        victim ->
            new Killer(
                run.brief(),
                layer.below(
                    victim.site().data(), run.directory(), victim.site().gateway(), false)));
  }

  /// Kills one gateway again and again.
  private static final class Killer implements Siege.Turn {
    private final boolean brief;
    private final Faults faults;
    private long startupMillis = 2_000;

    Killer(boolean brief, Faults faults) {
      this.brief = brief;
      this.faults = faults;
    }

    @Override
    public boolean live(Victim victim, int life, String which)
        throws IOException, InterruptedException {
      Site site = victim.site();
      Random random = victim.random();
      victim.anyLink();
      faults.heal();
      boolean strikes = random.nextBoolean();
      boolean starting = life % LONG_LIFE_EVERY != 0 && random.nextInt(10) < 3;
      if (starting && strikes) {
        faults.arm(Fault.kill(1 + random.nextInt(120), random.nextBoolean()));
      }
      site.start(victim.anyInterval(), true, faults::command);
      String moment;
      if (starting) {
        moment = " as it starts";
        if (!strikes) {
          TimeUnit.MILLISECONDS.sleep(random.nextLong(startupMillis + 100));
        }
      } else {
        long start = System.currentTimeMillis();
        if (!site.awaitEmitted(EMITTED_MAX)) {
          victim.wrong(
              "%s: nothing was measured within %s, or it ended by itself; see %s"
                  .formatted(which, EMITTED_MAX, site.log()));
          return false;
        }
        startupMillis = (startupMillis + System.currentTimeMillis() - start) / 2;
        boolean isLong = life % LONG_LIFE_EVERY == 0;
        moment = isLong ? " as it looks at the disk" : " as it measures";
        TimeUnit.MILLISECONDS.sleep(
            isLong ? 9_000 + random.nextInt(2_000) : random.nextInt(brief ? 1_000 : 2_000));
        if (strikes) {
          faults.arm(Fault.kill(1 + random.nextInt(40), random.nextBoolean()));
        }
      }
      String how = moment + (site.link().up() ? "" : ", no link");
      if (!strikes && random.nextInt(12) == 0) {
        return stop(victim, which, how);
      }
      victim.died(site.end(faults, strikes), which);
      if (Files.exists(site.data().resolve("quarantine"))) {
        victim.wrong(
            "%s: a file was quarantined, though a kill damages none; see %s"
                .formatted(which, site.data()));
        return false;
      }
      victim.fault((strikes ? "SIGKILL at a file call" : "SIGKILL") + how);
      return true;
    }

    private static boolean stop(Victim victim, String which, String how)
        throws IOException, InterruptedException {
      long signal = System.currentTimeMillis();
      int code = victim.site().stop(STOP_MAX);
      if (code != EXIT_SIGTERM) {
        victim.wrong("%s: ended with %d after SIGTERM".formatted(which, code));
      }
      victim.stopped(signal, which);
      victim.fault("SIGTERM" + how);
      return true;
    }
  }
}
