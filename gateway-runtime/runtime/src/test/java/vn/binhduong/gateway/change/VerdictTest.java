package vn.binhduong.gateway.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.health.HealthState;

/// What lets a configuration stay and what sends it back.
class VerdictTest {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Map<String, HealthState> WELL =
      Map.of(
          "store", HealthState.OK,
          "uplink", HealthState.OK,
          "management", HealthState.OK,
          "link/bus1", HealthState.OK,
          "device/wx1", HealthState.OK);

  private static HealthPicture well() {
    return new HealthPicture(WELL);
  }

  private static HealthPicture with(String component, HealthState state) {
    var states = new TreeMap<>(WELL);
    states.put(component, state);
    return new HealthPicture(states);
  }

  private static HealthPicture without(String component) {
    var states = new TreeMap<>(WELL);
    states.remove(component);
    return new HealthPicture(states);
  }

  private static Verdict judge(HealthPicture before, HealthPicture now, long elapsedSeconds) {
    return judge(before, now, Set.of(), Set.of(), elapsedSeconds);
  }

  private static Verdict judge(
      HealthPicture before,
      HealthPicture now,
      Set<String> left,
      Set<String> same,
      long elapsedSeconds) {
    return Verdict.judge(
        before,
        now,
        left,
        same,
        Duration.ofSeconds(Math.max(0, elapsedSeconds - 3)),
        Duration.ofSeconds(elapsedSeconds),
        DEADLINE);
  }

  @Test
  void nothingWorseStaysOnceItHasSettled() {
    assertThat(judge(well(), well(), 10)).isEqualTo(new Verdict.Open());
    assertThat(judge(well(), well(), 24)).isEqualTo(new Verdict.Stays());
  }

  // A traffic counter of a new configuration that speaks every quarter of an hour.
  @Test
  void aDeviceThatIsReadyAndQuietNeedNotHaveSpoken() {
    HealthPicture after = with("device/wx1", HealthState.STARTING);
    HealthPicture quiet = new HealthPicture(after.states(), Set.of("device/wx1"));
    assertThat(judge(well(), after, 24)).isEqualTo(new Verdict.Open());
    assertThat(judge(well(), quiet, 24)).isEqualTo(new Verdict.Stays());
  }

  @Test
  void whatWorkedAndDoesNotIsWaitedForUntilTheDeadline() {
    for (String part : Set.of("uplink", "management", "link/bus1", "device/wx1")) {
      HealthPicture worse = with(part, HealthState.UNAVAILABLE);
      assertThat(judge(well(), worse, 299)).as(part).isEqualTo(new Verdict.Open());
      assertThat(judge(well(), worse, 300))
          .as(part)
          .isEqualTo(new Verdict.Goes(java.util.List.of(part + " was OK, is UNAVAILABLE")));
    }
  }

  // A dead sensor or a dead link must not send a good change back.
  @Test
  void whatWasDownBeforeDoesNotCount() {
    for (String part : Set.of("uplink", "management", "link/bus1", "device/wx1")) {
      HealthPicture down = with(part, HealthState.UNAVAILABLE);
      assertThat(judge(down, down, 24)).as(part).isEqualTo(new Verdict.Stays());
    }
  }

  @Test
  void degradedIsGoodEnough() {
    assertThat(judge(well(), with("uplink", HealthState.DEGRADED), 24))
        .isEqualTo(new Verdict.Stays());
  }

  @Test
  void aDeviceLeftOutOnPurposeIsNotMissed() {
    assertThat(judge(well(), without("device/wx1"), Set.of("device/wx1"), Set.of(), 24))
        .isEqualTo(new Verdict.Stays());
    assertThat(judge(well(), without("device/wx1"), 300)).isInstanceOf(Verdict.Goes.class);
  }

  // Whoever manages it from afar would never reach it again.
  @Test
  void managementCannotBeLeftOut() {
    assertThat(judge(well(), without("management"), 300))
        .isEqualTo(new Verdict.Goes(java.util.List.of("management was OK, is not there")));
  }

  // A device that is read once an hour cannot be tried within five minutes; when it is the same as
  // before there is nothing to prove.
  @Test
  void onlyAChangedDeviceMustHaveBeenTried() {
    HealthPicture starting = with("device/wx1", HealthState.STARTING);
    assertThat(judge(well(), starting, Set.of(), Set.of("device/wx1"), 24))
        .isEqualTo(new Verdict.Stays());
    assertThat(judge(well(), starting, 299)).isEqualTo(new Verdict.Open());
    assertThat(judge(well(), starting, 300))
        .isEqualTo(new Verdict.Goes(java.util.List.of("device/wx1 has not been tried")));
  }

  @Test
  void aStoreThatDoesNotWriteGoesWhateverWasBefore() {
    HealthPicture full = with("store", HealthState.DEGRADED);
    assertThat(judge(full, full, 300))
        .isEqualTo(new Verdict.Goes(java.util.List.of("store is DEGRADED")));
  }

  @Test
  void aShortDeadlineSettlesInHalfOfIt() {
    assertThat(
            Verdict.judge(
                well(),
                well(),
                Set.of(),
                Set.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10)))
        .isEqualTo(new Verdict.Stays());
  }
}
