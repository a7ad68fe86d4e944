package vn.binhduong.gateway.proof.live;

import java.io.IOException;
import java.nio.file.Path;
import vn.binhduong.gateway.control.Backlog.Month;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// A backlog that is larger than what a metered link may carry: it is paced and then waits, which
/// is shown and told; live data and events go on; and a SIGKILL does not forget what was carried.
final class MeteredMonth {
  private static final String NAME = "metered month";
  private static final int SAMPLES = 60_000;

  /// The least budget there is.
  private static final int BUDGET_MIB = 1;

  private static final long WAITING_MILLIS = 6_000;

  /// What a kill may make it forget: a thousandth of the budget, and what passes in two turns.
  private static final long FORGOTTEN_BYTES_MAX = (BUDGET_MIB << 20) / 1_000 + 16_000;

  /// A message of backlog that was under way when the share was used.
  private static final long OVER_BYTES_MAX = 40_000;

  private final ProofRun run;
  private final Path directory;

  /// @param directory an empty one, or one that is not there
  MeteredMonth(ProofRun run, Path directory) {
    this.run = run;
    this.directory = directory;
  }

  /// Does it and judges.
  void judge(Tally tally) throws Exception {
    Backlog backlog = new Backlog(run.seed(), SAMPLES);
    Link link = new Link("metered", 0, 0, 100, "json", SAMPLES, SAMPLES);
    String settings = "month-budget-mib: %d,".formatted(BUDGET_MIB);
    try (Rig rig = new Rig(run, directory, link, backlog, settings)) {
      rig.start(true);
      rig.require("the gateway is online", () -> rig.live().onlineAtMillis() != Long.MAX_VALUE);
      rig.require("backlog waits", () -> paused(rig));
      long left = Rig.left(rig.shown());
      long until = System.currentTimeMillis() + WAITING_MILLIS;
      int samples = rig.live().samples().count();
      while (System.currentTimeMillis() < until) {
        rig.flap();
        Rig.pause();
      }
      Month before = month(rig);
      tally.fault("backlog larger than its budget");
      if (left == 0 || Rig.left(rig.shown()) < left) {
        tally.wrong(
            "%s: %,d samples waited, then %,d: backlog went on", NAME, left, Rig.left(rig.shown()));
      }
      if (before.dayHistoryBytes() > before.dayShareBytes() + OVER_BYTES_MAX) {
        tally.wrong(
            "%s: %,d bytes of backlog, its share is %,d",
            NAME, before.dayHistoryBytes(), before.dayShareBytes());
      }
      if (before.usedBytes() < rig.upBytes() || before.usedBytes() > 2 * rig.upBytes()) {
        tally.wrong(
            "%s: %,d bytes are counted, %,d went over the link",
            NAME, before.usedBytes(), rig.upBytes());
      }
      if (rig.live().samples().count() <= samples) {
        tally.wrong("%s: live data stopped", NAME);
      }
      Drain.latencies(tally, NAME, rig.live());
      if (!told(rig)) {
        tally.wrong("%s: no alarm says that backlog waits", NAME);
      }
      rig.gateway().kill();
      tally.fault("SIGKILL of a metered gateway");
      rig.start(true);
      rig.require("backlog waits after the restart", () -> paused(rig));
      Month after = month(rig);
      if (after.usedBytes() < before.usedBytes() - FORGOTTEN_BYTES_MAX) {
        tally.wrong(
            "%s: %,d bytes were counted before the kill, %,d after it",
            NAME, before.usedBytes(), after.usedBytes());
      }
      tally.note(
          "%-48s %,d of %,d bytes used (%,d up on the link), backlog %,d of %,d today; %s; after a"
              + " SIGKILL %,d",
          NAME,
          before.usedBytes(),
          before.budgetBytes(),
          rig.upBytes(),
          before.dayHistoryBytes(),
          before.dayShareBytes(),
          rig.live(),
          after.usedBytes());
    }
  }

  private static boolean paused(Rig rig) {
    try {
      Month month = rig.shown().month();
      return month != null && !month.hindrance().isEmpty();
    } catch (IOException e) {
      return false; // it does not listen yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Month month(Rig rig) throws IOException, InterruptedException {
    Month month = rig.shown().month();
    if (month == null) {
      throw new IOException("the gateway shows no month");
    }
    return month;
  }

  private static boolean told(Rig rig) throws InterruptedException {
    return Rig.await(
        () ->
            rig.watcher().live().stream()
                .anyMatch(
                    arrival ->
                        arrival instanceof Arrival.Event event
                            && event.json().contains("month-backlog-paused")));
  }
}
