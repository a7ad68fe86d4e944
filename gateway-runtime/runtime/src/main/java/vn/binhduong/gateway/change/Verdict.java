package vn.binhduong.gateway.change;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.health.HealthState;

/// Whether a configuration on trial may stay. Pure.
///
/// It may when the store runs and nothing that worked just before has ceased to work: uplink,
/// management, links and devices. What was already down does not count, nor what the new
/// configuration leaves out. Leaving out management is not a way to be no worse: who asks from afar
/// must be able to ask again.
public sealed interface Verdict {
  /// How long a process must have run before it is judged, unless half the deadline is less.
  Duration SETTLE = Duration.ofSeconds(20);

  /// It stays.
  record Stays() implements Verdict {}

  /// Not known yet.
  record Open() implements Verdict {}

  /// The former one comes back.
  ///
  /// @param problems what was worse at the deadline, at least one
  record Goes(List<String> problems) implements Verdict {
    public Goes {
      problems = List.copyOf(problems);
    }
  }

  /// Judges.
  ///
  /// @param before the picture just before the change
  /// @param now the picture now
  /// @param left the links and devices that are not looked at, as components: those that the new
  ///   configuration leaves out
  /// @param same the devices whose settings and link it did not change, as components; they need
  ///   not have been tried
  /// @param uptime of this process
  /// @param elapsed since the change took effect
  /// @param deadline of the proof
  static Verdict judge(
      HealthPicture before,
      HealthPicture now,
      Set<String> left,
      Set<String> same,
      Duration uptime,
      Duration elapsed,
      Duration deadline) {
    List<String> problems = new ArrayList<>();
    Duration settle = deadline.dividedBy(2).compareTo(SETTLE) < 0 ? deadline.dividedBy(2) : SETTLE;
    if (uptime.compareTo(settle) < 0) {
      problems.add("it has run for less than %d s".formatted(settle.toSeconds()));
    }
    if (now.state("store") != HealthState.OK) {
      problems.add("store is %s".formatted(told(now, "store")));
    }
    List<String> untried = now.untried().stream().filter(name -> !same.contains(name)).toList();
    untried.forEach(name -> problems.add("%s has not been tried".formatted(name)));
    for (String worse : before.worseIn(now, HealthPicture::outside)) {
      boolean waits = now.state(worse) == HealthState.STARTING && same.contains(worse);
      if (!left.contains(worse) && !untried.contains(worse) && !waits) {
        problems.add("%s was %s, is %s".formatted(worse, before.state(worse), told(now, worse)));
      }
    }
    if (problems.isEmpty()) {
      return new Stays();
    }
    return elapsed.compareTo(deadline) < 0 ? new Open() : new Goes(problems);
  }

  private static String told(HealthPicture picture, String component) {
    HealthState state = picture.state(component);
    return state == null ? "not there" : state.name();
  }
}
