package vn.binhduong.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.change.RefusedException;
import vn.binhduong.gateway.change.Trial;
import vn.binhduong.gateway.change.Trials;
import vn.binhduong.gateway.change.Verdict;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.GatewayEvent.ConfigOutcome;
import vn.binhduong.gateway.control.ChangeStatus;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.settings.Problem;
import vn.binhduong.gateway.settings.YamlText;

/// The gateway's part in a change of its configuration: takes one that is right as a whole, starts
/// anew with it, judges it while it is on trial, and tells the IOC of each step. Thread-safe.
final class ChangeWatch {
  private static final System.Logger LOG = System.getLogger(ChangeWatch.class.getName());

  /// Least time between two judgements.
  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  /// How long whoever asked is given to hear the answer before the gateway starts anew.
  private static final long RESTART_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

  private final Trials trials;
  private final Supplier<ConfigLoader> loader;
  private final Configuration running;
  private final HealthBoard health;
  private final Consumer<GatewayEvent> tell;
  private final Consumer<String> restart;
  private @Nullable Compared compared;
  private @Nullable String restartReason;
  private long restartAtNanos;
  private long lookedNanos;
  private String said = "";

  /// @param loader checks what is offered
  /// @param running the configuration of this process
  /// @param tell puts an event into the gateway stream, durably
  /// @param restart is told why the process should be started anew
  ChangeWatch(
      Path file,
      Supplier<ConfigLoader> loader,
      Configuration running,
      HealthBoard health,
      Consumer<GatewayEvent> tell,
      Consumer<String> restart) {
    this.trials = Trials.of(file, GatewayClock::bootTime);
    this.loader = loader;
    this.running = running;
    this.health = health;
    this.tell = tell;
    this.restart = restart;
    this.lookedNanos = System.nanoTime();
  }

  /// Offers a configuration.
  ///
  /// @param text all of `gateway.yaml`
  /// @param by who asks, for the event log
  /// @param deadline in which it must prove itself
  /// @return empty when it is what runs already; else the trial, which begins with a restart in a
  ///   moment
  /// @throws RefusedException naming every mistake; nothing has changed then
  synchronized Optional<Trial> offer(String text, String by, Duration deadline)
      throws RefusedException {
    String sha256 = Trials.sha256(text.getBytes(StandardCharsets.UTF_8));
    try {
      requireClosed();
      if (text.equals(present())) {
        return Optional.empty();
      }
      check(text);
      Trial trial = trials.begin(text, by, deadline, HealthPicture.of(health));
      LOG.log(
          Level.INFO,
          "config: a configuration of {0} is put on trial for {1} s, sha256 {2}",
          by,
          deadline.toSeconds(),
          sha256);
      restartSoon("a configuration of %s is put on trial".formatted(by));
      return Optional.of(trial);
    } catch (RefusedException e) {
      LOG.log(Level.WARNING, "config: refused what {0} offered: {1}", by, e.getMessage());
      tell.accept(event(ConfigOutcome.REFUSED, sha256, by, e.problems()));
      throw e;
    } catch (IOException e) {
      List<String> problems =
          List.of("%s cannot be replaced: %s".formatted(trials.file(), reason(e)));
      LOG.log(Level.WARNING, "config: {0}", problems.getFirst());
      tell.accept(event(ConfigOutcome.REFUSED, sha256, by, problems));
      throw new RefusedException(problems);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException denied
        ? "not allowed to write " + denied.getFile()
        : e.toString();
  }

  private void requireClosed() throws RefusedException {
    Optional<Trial> last = trials.last().filter(Trial::open);
    if (last.isPresent()) {
      throw new RefusedException(
          List.of(
              "a configuration of %s is on trial; wait until it is decided"
                  .formatted(last.get().by())));
    }
  }

  /// The text of the file now; empty when it cannot be read: then [Trials#begin] refuses, since
  /// there would be nothing to come back to.
  private String present() {
    try {
      return YamlText.read(trials.file()).text();
    } catch (IOException e) {
      return "";
    }
  }

  private void check(String text) throws RefusedException {
    List<String> problems =
        switch (loader
            .get()
            .check(
                new YamlText(String.valueOf(trials.file().getFileName()), text), trials.file())) {
          case Loaded.Failed(List<Problem> all) -> all.stream().map(Problem::toString).toList();
          case Loaded.Ready(Configuration offered) ->
              Stream.concat(
                      offered.problems().stream().map(Problem::toString), changed(offered).stream())
                  .toList();
        };
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  /// What may not change while the gateway is the same one: its numbers and its data hang on it.
  private List<String> changed(Configuration offered) {
    var unit = running.settings().gateway();
    var other = offered.settings().gateway();
    return Stream.of(
            unlike("gateway.id", unit.id(), other.id()),
            unlike("gateway.data-directory", unit.dataDirectory(), other.dataDirectory()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> unlike(String key, Object present, Object offered) {
    return present.equals(offered)
        ? Optional.empty()
        : Optional.of(
            "%s: expected %s, which only a person at the gateway changes, found %s"
                .formatted(key, present, offered));
  }

  /// A person or the IOC says that the configuration on trial stays.
  ///
  /// @throws RefusedException when none is on trial
  synchronized void confirm(String by) throws RefusedException {
    Trial trial = onTrial();
    try {
      LOG.log(Level.INFO, "config: {0} says that the configuration stays", by);
      stay(trial);
    } catch (IOException e) {
      throw new RefusedException(List.of(reason(e)));
    }
  }

  /// A person says that the former configuration comes back.
  ///
  /// @throws RefusedException when none is on trial
  synchronized void revert(String by) throws RefusedException {
    Trial trial = onTrial();
    try {
      back(trial, List.of("%s took it back".formatted(by)));
    } catch (IOException e) {
      throw new RefusedException(List.of(reason(e)));
    }
  }

  private Trial onTrial() throws RefusedException {
    return trials
        .last()
        .filter(trial -> trial.stage() == Trial.Stage.TRIAL)
        .orElseThrow(() -> new RefusedException(List.of("no configuration is on trial")));
  }

  /// Where the last change stands.
  ///
  /// @param uptime of this process
  synchronized ChangeStatus status(Duration uptime) {
    return trials
        .last()
        .map(
            trial ->
                new ChangeStatus(
                    trial.stage().name(),
                    trial.sha256(),
                    trial.by(),
                    trial.open()
                        ? Math.max(
                            0,
                            trial
                                .deadline()
                                .minus(trial.elapsed(GatewayClock.bootTime(), uptime))
                                .toMillis())
                        : 0,
                    trial.problems()))
        .orElseGet(() -> new ChangeStatus(Trial.Stage.NONE.name(), "", "", 0, List.of()));
  }

  /// In one sentence for people; empty when there never was a change.
  synchronized String sentence() {
    return trials
        .last()
        .map(
            trial ->
                switch (trial.stage()) {
                  case NONE, TRIAL, REVERTING -> "on trial, asked for by " + trial.by();
                  case CONFIRMED -> "asked for by %s, proved itself".formatted(trial.by());
                  case REVERTED, SUPERSEDED ->
                      "what %s asked for did not stay: %s"
                          .formatted(trial.by(), String.join("; ", trial.problems()));
                })
        .orElse("");
  }

  /// To be called every second or so.
  ///
  /// @param uptime of this process
  synchronized void look(Duration uptime) {
    long now = System.nanoTime();
    if (now - lookedNanos < EVERY_NANOS) {
      return;
    }
    lookedNanos = now;
    if (restartReason != null) {
      if (now - restartAtNanos >= 0) {
        restart.accept(restartReason);
      }
      return;
    }
    Trial trial = trials.last().orElse(null);
    if (trial == null) {
      return;
    }
    try {
      if (trial.told() != trial.stage()) {
        tellOf(trial);
      }
      switch (trial.stage()) {
        case TRIAL -> judge(trial, uptime);
        case REVERTING -> back(trial, trial.problems()); // the disk was full at the first attempt
        case NONE, CONFIRMED, REVERTED, SUPERSEDED -> {}
      }
    } catch (IOException e) {
      say(Level.WARNING, "config: " + reason(e));
    }
  }

  private void tellOf(Trial trial) throws IOException {
    switch (trial.stage()) {
      case NONE, REVERTING -> {}
      case TRIAL ->
          tell.accept(event(ConfigOutcome.APPLIED, trial.sha256(), trial.by(), List.of()));
      case CONFIRMED ->
          tell.accept(event(ConfigOutcome.CONFIRMED, trial.sha256(), trial.by(), List.of()));
      case REVERTED, SUPERSEDED ->
          tell.accept(event(ConfigOutcome.REVERTED, trial.sha256(), trial.by(), trial.problems()));
    }
    trials.told(trial.stage());
  }

  private void judge(Trial trial, Duration uptime) throws IOException {
    Compared with = compared();
    switch (Verdict.judge(
        with.before(),
        HealthPicture.of(health),
        with.left(),
        with.same(),
        uptime,
        trial.elapsed(GatewayClock.bootTime(), uptime),
        trial.deadline())) {
      case Verdict.Open() ->
          say(Level.INFO, "config: the configuration of " + trial.by() + " is on trial");
      case Verdict.Stays() -> stay(trial);
      case Verdict.Goes(List<String> problems) ->
          back(trial, problems.stream().map(this::withCause).toList());
    }
  }

  private void stay(Trial trial) throws IOException {
    trials.confirm();
    LOG.log(
        Level.INFO,
        "config: the configuration of {0} stays, sha256 {1}",
        trial.by(),
        trial.sha256());
    health.set("configuration", HealthState.OK, "%s; %s".formatted(trials.file(), sentence()));
    // From now on it is the one that runs when the file cannot be used.
    loader.get().load(trials.file(), running.settings().gateway().dataDirectory());
  }

  private void back(Trial trial, List<String> problems) throws IOException {
    LOG.log(
        Level.WARNING,
        "config: the configuration of {0} goes, the former one comes back: {1}",
        trial.by(),
        String.join("; ", problems));
    trials.revert(problems);
    restartSoon("the former configuration comes back");
  }

  /// What the part itself says of it, behind the bare state.
  private String withCause(String problem) {
    String component = problem.split("[ ]", 2)[0];
    return health
        .find(component)
        .map(part -> part.message().isEmpty() ? problem : problem + ": " + part.message())
        .orElse(problem);
  }

  private Compared compared() throws IOException {
    Compared known = compared;
    if (known == null) {
      known = Compared.of(trials, loader.get(), running);
      compared = known;
    }
    return known;
  }

  private void restartSoon(String why) {
    restartReason = why;
    restartAtNanos = System.nanoTime() + RESTART_AFTER_NANOS;
  }

  /// Once for each change.
  private void say(Level level, String text) {
    if (!text.equals(said)) {
      said = text;
      LOG.log(level, text);
    }
  }

  private static GatewayEvent.ConfigResult event(
      ConfigOutcome outcome, String sha256, String by, List<String> problems) {
    return new GatewayEvent.ConfigResult(
        outcome,
        sha256,
        cut(by, GatewayEvent.ConfigResult.BY_CHARACTERS_MAX),
        problems.stream()
            .limit(GatewayEvent.ConfigResult.PROBLEMS_MAX)
            .map(problem -> cut(problem, GatewayEvent.ConfigResult.PROBLEM_CHARACTERS_MAX))
            .toList());
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  /// The file that was asked for last.
  Path candidate() {
    return trials.candidate();
  }
}
