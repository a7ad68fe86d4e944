package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import vn.binhduong.gateway.ioc.verify.Outage;
import vn.binhduong.gateway.ioc.verify.Verdict;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Two gateways side by side before one broker and one IOC, through many short lives; at the end
/// everything is delivered and the verifier closes the account.
public final class Siege {
  private static final int VICTIMS = 2;
  private static final Duration SETTLE_MAX = Duration.ofMinutes(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private Siege() {}

  /// One life: starts the gateway, ends it, looks at what is left.
  @FunctionalInterface
  public interface Turn {
    /// @param life number of it, from 1
    /// @param which the same for people
    /// @return false when the gateway is of no use any more
    boolean live(Victim victim, int life, String which) throws IOException, InterruptedException;
  }

  /// Makes the turns of one gateway.
  @FunctionalInterface
  public interface Turns {
    /// Before its first life.
    Turn of(Victim victim) throws IOException, InterruptedException;
  }

  /// Runs as many lives as the run says, and judges.
  public static Tally lay(ProofRun run, Turns turns) throws Exception {
    Tally tally = new Tally();
    List<Victim> victims = new ArrayList<>();
    try (Ioc ioc = new Ioc(run.directory());
        ExecutorService threads = Executors.newFixedThreadPool(VICTIMS)) {
      try {
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < VICTIMS; i++) {
          Victim victim = new Victim(Character.toString('a' + i), run, ioc, tally);
          victims.add(victim);
          int lives = (run.runs() + i) / VICTIMS;
          ends.add(threads.submit(() -> live(victim, turns.of(victim), lives)));
        }
        for (Future<?> end : ends) {
          end.get();
        }
        judge(ioc, victims, tally);
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof Exception cause ? cause : e;
      } finally {
        for (Victim victim : victims) {
          victim.site().close();
        }
      }
    }
    return tally;
  }

  private static Void live(Victim victim, Turn turn, int lives)
      throws IOException, InterruptedException {
    for (int life = 1; life <= lives; life++) {
      String which = "%s, life %d".formatted(victim.site().gateway(), life);
      if (!turn.live(victim, life, which)) {
        // The last one, without instruments, needs the data directory for itself.
        victim.site().stop(STOP_MAX);
        break;
      }
      victim.ran(life, lives);
    }
    return null;
  }

  private static void judge(Ioc ioc, List<Victim> victims, Tally tally)
      throws IOException, InterruptedException {
    List<Outage> outages = new ArrayList<>();
    victims.forEach(victim -> outages.addAll(victim.outages()));
    Verdict verdict = ioc.settle(victims.stream().map(Victim::site).toList(), outages, SETTLE_MAX);
    for (Victim victim : victims) {
      victim.close();
    }
    tally.unaccounted(verdict.streams().stream().mapToLong(stream -> stream.missingCount()).sum());
    tally.duplicated(verdict.contradictions().size());
    tally.lost(verdict.lost().size());
    verdict.reasons().forEach(reason -> tally.wrong("verifier: %s", reason));
    ioc.invalid().forEach(problem -> tally.wrong("not as the contract says: %s", problem));
    tally.note(
        "verifier: %,d rows of %d streams came; %,d of %,d emitted samples are the price of the kills",
        verdict.streams().stream().mapToLong(stream -> stream.received()).sum(),
        verdict.streams().size(),
        verdict.neverStored().size(),
        verdict.truthRows());
  }
}
