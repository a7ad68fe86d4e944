package vn.binhduong.gateway.proof.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.verify.Verdict;
import vn.binhduong.gateway.ioc.verify.Verifier;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// One backlog that drains over one link while devices measure and a sensor comes and goes.
final class Drain {
  /// What live data may take from its measurement to its arrival, 95 of 100.
  static final long LIVE_P95_MILLIS = 2_000;

  /// What an event may take.
  static final long EVENT_MILLIS = 1_000;

  /// How far the estimate may be off, as a share of what it really took.
  static final double ESTIMATE_OFF = 0.25;

  /// From when on it is asked to be right: a client that begins knows nothing.
  private static final long ESTIMATE_AFTER_MILLIS = 5_000;

  private static final Duration DRAIN_MAX = Duration.ofHours(2);
  private static final long TOLERANCE_MILLIS = 1_000;

  /// How much is drained when the estimate is asked for, percent.
  private static final List<Integer> ASKED_AT = List.of(10, 30, 60);

  private record Asked(int percent, long atMillis, @Nullable Long estimateMillis) {}

  private final ProofRun run;
  private final Link link;
  private final Path directory;
  private final Backlog backlog;
  private final List<Asked> asked = new ArrayList<>();

  /// @param directory an empty one, or one that is not there
  Drain(ProofRun run, Link link, Path directory) {
    this.run = run;
    this.link = link;
    this.directory = directory;
    this.backlog = new Backlog(run.seed(), link.backlog(run.brief()));
  }

  /// Does it and judges.
  void judge(Tally tally) throws Exception {
    try (Rig rig = new Rig(run, directory, link, backlog, "")) {
      rig.start(true);
      rig.require("the gateway is online", () -> rig.live().onlineAtMillis() != Long.MAX_VALUE);
      drain(tally, rig);
      rig.stop();
      account(tally, link.toString(), rig, backlog);
    }
  }

  private void drain(Tally tally, Rig rig) throws IOException, InterruptedException {
    long begin = rig.live().onlineAtMillis();
    long left = backlog.samples();
    StringBuilder course = new StringBuilder("millis left estimateMillis\n");
    while (left > 0) {
      var shown = rig.shown();
      long now = System.currentTimeMillis();
      left = Rig.left(shown);
      course.append("%d %d %s%n".formatted(now - begin, left, shown.drainMillis()));
      if (now - begin > DRAIN_MAX.toMillis()) {
        tally.wrong("%s: %,d samples left after %s", link, left, DRAIN_MAX);
        break;
      }
      if (asked.size() < ASKED_AT.size()
          && left <= backlog.samples() / 100L * (100 - ASKED_AT.get(asked.size()))) {
        asked.add(new Asked(ASKED_AT.get(asked.size()), now, shown.drainMillis()));
      }
      rig.flap();
      Rig.pause();
    }
    long end = System.currentTimeMillis();
    Files.writeString(directory.resolve("course.txt"), course);
    rig.live().drainEnded();
    tally.fault("backlog drained over " + link);
    figures(tally, rig.live(), begin, end);
  }

  private void figures(Tally tally, LiveWatch watch, long begin, long end) {
    double seconds = (end - begin) / 1e3;
    StringBuilder estimates = new StringBuilder();
    for (Asked each : asked) {
      long took = end - each.atMillis();
      boolean mustBeRight = mustEstimate(each.atMillis() - begin);
      Long estimate = each.estimateMillis();
      if (estimate == null) {
        estimates.append(" none");
        if (mustBeRight) {
          tally.wrong("%s: no estimate when %d %% were drained", link, each.percent());
        }
        continue;
      }
      double off = (estimate - took) / (double) took;
      estimates.append(" %+.0f%%".formatted(100 * off));
      if (Math.abs(off) > ESTIMATE_OFF && mustBeRight) {
        tally.wrong(
            "%s: with %d %% drained the estimate was %.1f s, it took %.1f s",
            link, each.percent(), estimate / 1e3, took / 1e3);
      }
    }
    tally.note(
        "%-48s %,9d in %4.0f s, %,7.0f/s; %s; estimate at 10, 30, 60 %%:%s",
        link, backlog.samples(), seconds, backlog.samples() / seconds, watch, estimates);
    if (watch.events().count() == 0 && mustEstimate(end - begin)) {
      tally.wrong("%s: no event while draining: that shows nothing", link);
    }
    latencies(tally, link.toString(), watch);
  }

  /// Holds what was measured against the promise.
  static void latencies(Tally tally, String what, LiveWatch watch) {
    if (watch.samples().count() == 0) {
      tally.wrong("%s: no live sample: that shows nothing", what);
    }
    long p95 = watch.samples().quantile(0.95);
    if (p95 >= LIVE_P95_MILLIS) {
      tally.wrong("%s: live p95 %d ms, promised under %d", what, p95, LIVE_P95_MILLIS);
    }
    long worst = watch.events().max();
    if (worst >= EVENT_MILLIS) {
      tally.wrong("%s: an event took %d ms, promised under %d", what, worst, EVENT_MILLIS);
    }
  }

  /// Without a link that decides, the rate is that of a machine which others use at the same time;
  /// and a drain that is over in seconds is over before its estimate is read.
  private boolean mustEstimate(long elapsedMillis) {
    return link.isLimited() && elapsedMillis >= ESTIMATE_AFTER_MILLIS;
  }

  /// The closing run, with instruments off: everything stored comes, and nothing had to be given
  /// up.
  static void account(Tally tally, String what, Rig rig, Backlog backlog)
      throws IOException, InterruptedException {
    rig.start(false);
    Rig.await(
        () ->
            rig.watcher().drained() == backlog.samples()
                && rig
                    .accounts()
                    .map(account -> account.missingCount() == 0 && account.ledgerSeen())
                    .stream()
                    .allMatch(Boolean::booleanValue));
    rig.stop();
    tally.unaccounted(
        rig.accounts().map(StreamAccount::missingCount).stream().mapToLong(Long::longValue).sum());
    tally.lost(backlog.samples() - rig.watcher().drained());
    if (rig.watcher().altered() > 0) {
      tally.wrong("%s: %d samples are not those that were stored", what, rig.watcher().altered());
    }
    if (rig.watcher().refused() > 0) {
      tally.wrong("%s: %d messages break the contract", what, rig.watcher().refused());
    }
    Verdict verdict =
        new Verifier(TOLERANCE_MILLIS)
            .judge(rig.watcher().live(), rig.truth(), rig.gateway().outages());
    tally.lost(verdict.lost().size());
    tally.duplicated(verdict.contradictions().size());
    verdict.reasons().forEach(reason -> tally.wrong("%s: %s", what, reason));
    rig
        .accounts()
        .map(
            account ->
                Backlog.owns(account.stream().device()) && !account.gaps().isEmpty()
                    ? account.stream().device() + " " + account.gaps()
                    : "")
        .stream()
        .filter(gaps -> !gaps.isEmpty())
        .forEach(gaps -> tally.wrong("%s: gaps were declared: %s", what, gaps));
  }
}
