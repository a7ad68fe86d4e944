package vn.binhduong.gateway.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.health.HealthState;

/// Whether a new version may stay. Pure.
///
/// It may when store and schedule run and nothing that worked just before the switch has ceased to:
/// uplink, management, links and devices. A part that was already down does not count against it.
/// Where the uplink was down before, the update was made offline, and store and schedule alone
/// decide: with no network, nobody could have looked at the rest.
public sealed interface Confirmation {
  /// How long a new version must have run before it is judged.
  Duration SETTLE = Duration.ofSeconds(20);

  /// It may stay.
  ///
  /// @param reason for people
  record Granted(String reason) implements Confirmation {}

  /// Not yet; the supervisor decides when there is no more time.
  ///
  /// @param reason what is missing, for people
  record Waiting(String reason) implements Confirmation {}

  /// Judges.
  ///
  /// @param before the picture kept just before the switch
  /// @param now the picture now
  /// @param uptime of this process
  static Confirmation judge(HealthPicture before, HealthPicture now, Duration uptime) {
    List<String> missing = new ArrayList<>();
    if (uptime.compareTo(SETTLE) < 0) {
      missing.add("it has run for less than %d s".formatted(SETTLE.toSeconds()));
    }
    if (now.state("store") != HealthState.OK) {
      missing.add("store is " + told(now.state("store")));
    }
    List<String> untried = now.untried();
    if (!untried.isEmpty()) {
      missing.add("not yet tried: " + String.join(", ", untried));
    }
    boolean offline = !before.works("uplink");
    if (!offline) {
      for (String worse : before.worseIn(now, HealthPicture::outside)) {
        missing.add(
            "%s was %s and is %s".formatted(worse, before.state(worse), told(now.state(worse))));
      }
    }
    return missing.isEmpty()
        ? new Granted(
            offline
                ? "store and schedule run; the update was made offline"
                : "store and schedule run, and nothing is worse than before")
        : new Waiting(String.join("; ", missing));
  }

  private static String told(@Nullable HealthState state) {
    return state == null ? "not there" : state.name();
  }
}
