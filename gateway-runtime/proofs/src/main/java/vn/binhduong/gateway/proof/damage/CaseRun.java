package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.Gateway;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.proof.ProofRun;

/// Damages a copy of a master, lets a gateway work on it until the IOC's account is closed, and
/// looks at what is left.
final class CaseRun {
  /// Until new samples flow and the account is closed.
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /// How long a folder is read-only before a technician mends it.
  private static final Duration UNWRITABLE = Duration.ofMillis(1_500);

  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(40);

  private final ProofRun run;
  private final int brokerPort;
  private final List<Master> masters;

  CaseRun(ProofRun run, int brokerPort, List<Master> masters) {
    this.run = run;
    this.brokerPort = brokerPort;
    this.masters = masters;
  }

  /// Runs one case; its directory is deleted unless something is wrong.
  ///
  /// @param child in a process of its own
  Outcome run(Case damaged, boolean child) throws IOException, InterruptedException {
    Path directory = run.directory().resolve("case" + damaged.number());
    Master master = masters.get(damaged.master());
    Master stranger = masters.get((damaged.master() + 1) % masters.size());
    Site site = new Site(directory, brokerPort, "c" + damaged.number(), COMMIT_INTERVAL).written();
    Hammer.copyTree(master.data(), site.data());
    Hammer hammer = new Hammer(stranger.data(), run.seed() + damaged.number());
    List<Harm> done = new ArrayList<>();
    for (Harm harm : damaged.harms()) {
      if (hammer.strike(site.data(), harm)) {
        done.add(harm);
      }
    }
    PlainReader.Found readable = PlainReader.read(site.data());
    Map<String, String> contents = Traces.of(site.data(), done);
    Set<Path> quarantined = new HashSet<>(Traces.quarantined(site.data()));
    Judge judge =
        new Judge(master.truth(), readable, master.arrivals(), Traces.isBare(site.data()));

    List<String> wrong = new ArrayList<>();
    List<Arrival> after;
    try (Logging _ = new Logging(directory.resolve("inside.log"));
        Ioc ioc = new Ioc(brokerPort, site.topicRoot(), master.arrivals())) {
      Awaited awaited = new Awaited(ioc, judge.told(), InstantSource.system().millis());
      if (damaged.family() == Family.READ_ONLY) {
        unprivileged(site, damaged, awaited, wrong);
      } else if (child) {
        process(site, run.gateway(site.yaml(), site.data()), awaited, wrong);
      } else {
        inside(site, awaited, wrong);
      }
      after = ioc.arrivals();
      ioc.refused().forEach(text -> wrong.add("refused by the IOC: " + text));
    }
    PlainReader.Found stored = PlainReader.read(site.data());
    Outcome outcome = judge.judge(after, stored);
    wrong.addAll(outcome.wrong());
    bytes(master, site, damaged, contents, outcome, stored, wrong);
    reports(site, quarantined, after, wrong);
    Outcome all =
        new Outcome(
            outcome.truth(),
            outcome.readable(),
            outcome.recovered(),
            outcome.declared(),
            outcome.untold(),
            outcome.lost(),
            outcome.duplicated(),
            outcome.unaccounted(),
            outcome.newEpoch(),
            wrong);
    if (all.holds()) {
      Hammer.deleteTree(directory);
    }
    return all;
  }

  /// Waits until everything is as it should be at the IOC.
  private record Awaited(Ioc ioc, Map<EntryId, Long> told, long startMillis) {
    /// The devices of which nothing new came, or that the account is open; empty when all is well.
    String missing() {
      Set<String> silent = new HashSet<>(Site.POLLED);
      for (Arrival arrival : ioc.arrivals()) {
        if (arrival instanceof Arrival.Row row && row.timeMillis() >= startMillis) {
          silent.remove(row.stream().device());
        }
      }
      if (!silent.isEmpty()) {
        return "no new sample of " + silent;
      }
      return Judge.closed(ioc.accounts().map(account -> account), told)
          ? ""
          : "the account is open";
    }

    void await(List<String> wrong) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      String missing = missing();
      while (!missing.isEmpty() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
        missing = missing();
      }
      if (!missing.isEmpty()) {
        wrong.add("after %d s: %s".formatted(PATIENCE.toSeconds(), missing));
      }
    }
  }

  private void inside(Site site, Awaited awaited, List<String> wrong)
      throws IOException, InterruptedException {
    Gateway gateway;
    try {
      gateway = site.start(why -> wrong.add("wants to be started anew: " + why));
    } catch (RuntimeException e) {
      wrong.add("does not start: " + e);
      return;
    }
    try {
      awaited.await(wrong);
    } finally {
      gateway.close();
    }
  }

  private void process(Site site, List<String> command, Awaited awaited, List<String> wrong)
      throws IOException, InterruptedException {
    try (GatewayProcess process =
        new GatewayProcess(
            command,
            site.directory().resolve("gateway.log"),
            InstantSource.system(),
            0,
            0,
            news -> {})) {
      process.start();
      awaited.await(wrong);
      if (!process.running()) {
        wrong.add("the process ended");
      } else if (!process.stop(STOP_MAX)) {
        wrong.add("the process does not stop");
      }
    }
  }

  private void unprivileged(Site site, Case damaged, Awaited awaited, List<String> wrong)
      throws IOException, InterruptedException {
    Privilege.open(run.directory());
    Privilege.give(site.directory());
    List<Path> mended = new ArrayList<>();
    for (Harm harm : damaged.harms()) {
      Path file = site.data().resolve(harm.file());
      Privilege.readOnly(file, true);
      if (Files.isDirectory(file)) {
        mended.add(file);
      }
    }
    try (GatewayProcess process =
        new GatewayProcess(
            Privilege.unprivileged(run.gateway(site.yaml(), site.data())),
            site.directory().resolve("gateway.log"),
            InstantSource.system(),
            0,
            0,
            news -> {})) {
      process.start();
      if (!mended.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(UNWRITABLE.toMillis());
        for (Path folder : mended) {
          Privilege.readOnly(folder, false);
        }
      }
      awaited.await(wrong);
      if (!process.running()) {
        wrong.add("the process ended");
      } else if (!process.stop(STOP_MAX)) {
        wrong.add("the process does not stop");
      }
    }
  }

  /// Where anything is gone for good, the damaged file must still be there: it is the only copy of
  /// whatever a better tool may one day read from it.
  private static void bytes(
      Master master,
      Site site,
      Case damaged,
      Map<String, String> contents,
      Outcome outcome,
      PlainReader.Found stored,
      List<String> wrong)
      throws IOException {
    boolean complete = stored.entries().keySet().containsAll(master.truth().entries().keySet());
    List<String> gone = new ArrayList<>(Traces.gone(site.data(), contents));
    boolean stateUsed = !outcome.newEpoch(); // it was read to the end and is written again
    gone.removeIf(name -> stateUsed && name.startsWith("state.db"));
    if (!gone.isEmpty() && (!complete || damaged.family() == Family.FOREIGN)) {
      wrong.add("nothing has the content of %s any more".formatted(gone));
    }
    if (outcome.newEpoch() && gone.contains("state.db")) {
      wrong.add("a new epoch, and the old state.db is gone");
    }
  }

  /// Each new case in quarantine has a report, and an alarm that names it reached the IOC.
  private static void reports(Site site, Set<Path> before, List<Arrival> after, List<String> wrong)
      throws IOException {
    List<String> alarms = Judge.alarms(after);
    for (Path kase : Traces.quarantined(site.data())) {
      if (before.contains(kase)) {
        continue;
      }
      Path report = kase.resolve("report.json");
      if (!Files.isRegularFile(report) || !Files.readString(report).contains("\"why\":\"")) {
        wrong.add(kase.getFileName() + " in quarantine has no report");
      }
      String name = String.valueOf(kase.getFileName());
      if (alarms.stream().noneMatch(json -> json.contains("store.damage") && json.contains(name))) {
        wrong.add("no alarm tells of quarantine/" + name);
      }
    }
  }
}
