package vn.binhduong.gateway.change;

import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.model.BootTime;

/// A change of the configuration file, and where it stands.
///
/// @param stage where it stands
/// @param sha256 of the new file, 64 characters of `0-9 a-f`
/// @param by who asked for it, at most [#BY_CHARACTERS_MAX] characters
/// @param deadline how long it may take to prove itself, 10 s to 1 h
/// @param begun when the new file was put in place
/// @param starts how often the gateway was started with it
/// @param problems why it did not stay; empty while it may
/// @param told the stage that the IOC was told of last
public record Trial(
    Stage stage,
    String sha256,
    String by,
    Duration deadline,
    BootTime begun,
    int starts,
    List<String> problems,
    Stage told) {
  /// Shortest deadline: less than one start takes on a slow board proves nothing.
  public static final Duration DEADLINE_MIN = Duration.ofSeconds(10);

  /// Longest deadline.
  public static final Duration DEADLINE_MAX = Duration.ofHours(1);

  /// Starts within one trial; a configuration that ends the gateway each time does not stay.
  public static final int STARTS_MAX = 3;

  /// See `by`.
  public static final int BY_CHARACTERS_MAX = 100;

  /// Where a change stands.
  public enum Stage {
    /// Nothing was told yet; never the stage of a change.
    NONE,
    /// The new file is in place and must prove itself.
    TRIAL,
    /// The former file is being put back.
    REVERTING,
    /// The new file stays.
    CONFIRMED,
    /// The former file is in place again.
    REVERTED,
    /// Somebody edited the file during the trial: what he wrote stays, and is not on trial.
    SUPERSEDED
  }

  public Trial {
    problems = List.copyOf(problems);
  }

  /// Whether it is not decided yet.
  public boolean open() {
    return stage == Stage.TRIAL || stage == Stage.REVERTING;
  }

  /// How long it has lasted. After a restart of the machine, whose monotonic clock begins anew, as
  /// long as this process has run.
  public Duration elapsed(BootTime now, Duration uptime) {
    return now.boot().equals(begun.boot())
        ? Duration.ofNanos(Math.max(0, now.nanos() - begun.nanos()))
        : uptime;
  }

  Trial at(Stage next, List<String> why) {
    return new Trial(next, sha256, by, deadline, begun, starts, why, told);
  }

  Trial startedAgain() {
    return new Trial(stage, sha256, by, deadline, begun, starts + 1, problems, told);
  }

  Trial told(Stage known) {
    return new Trial(stage, sha256, by, deadline, begun, starts, problems, known);
  }
}
