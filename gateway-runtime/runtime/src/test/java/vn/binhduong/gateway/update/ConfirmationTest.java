package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.health.HealthState;

/// By which pictures of health a new version may stay.
class ConfirmationTest {
  private static final HealthState OK = HealthState.OK;
  private static final HealthState DOWN = HealthState.UNAVAILABLE;
  private static final HealthPicture ONLINE =
      picture(
          Map.of("store", OK, "uplink", OK, "device/wx1", OK, "device/old", DOWN, "link/bus1", OK));

  private static HealthPicture picture(Map<String, HealthState> states) {
    return new HealthPicture(states);
  }

  private static HealthPicture but(HealthPicture picture, String name, HealthState state) {
    Map<String, HealthState> states = new java.util.HashMap<>(picture.states());
    states.put(name, state);
    return picture(states);
  }

  private static Confirmation judge(HealthPicture before, HealthPicture now) {
    return Confirmation.judge(before, now, Confirmation.SETTLE);
  }

  private static void waits(HealthPicture before, HealthPicture now, String words) {
    assertThat(judge(before, now))
        .isInstanceOfSatisfying(
            Confirmation.Waiting.class, waiting -> assertThat(waiting.reason()).contains(words));
  }

  @Test
  void asGoodAsBefore() {
    assertThat(judge(ONLINE, ONLINE)).isInstanceOf(Confirmation.Granted.class);
  }

  @Test
  void notBeforeItHasSettled() {
    assertThat(Confirmation.judge(ONLINE, ONLINE, Confirmation.SETTLE.minusMillis(1)))
        .isInstanceOf(Confirmation.Waiting.class);
    assertThat(Confirmation.judge(ONLINE, ONLINE, Duration.ZERO))
        .isInstanceOf(Confirmation.Waiting.class);
  }

  @Test
  void theStoreMustRun() {
    waits(ONLINE, but(ONLINE, "store", HealthState.DEGRADED), "store is DEGRADED");
    waits(ONLINE, HealthPicture.NOTHING, "store is not there");
  }

  @Test
  void whatWorkedMustWork() {
    waits(ONLINE, but(ONLINE, "uplink", DOWN), "uplink was OK and is UNAVAILABLE");
    waits(ONLINE, but(ONLINE, "device/wx1", DOWN), "device/wx1 was OK and is UNAVAILABLE");
    waits(ONLINE, but(ONLINE, "link/bus1", HealthState.STUCK), "link/bus1 was OK and is STUCK");
    waits(but(ONLINE, "management", OK), ONLINE, "management was OK and is not there");
  }

  // A sensor that was already dead must not take a good version back.
  @Test
  void whatWasDownDoesNotCount() {
    assertThat(judge(ONLINE, but(ONLINE, "device/old", HealthState.MISCONFIGURED)))
        .isInstanceOf(Confirmation.Granted.class);
    assertThat(judge(ONLINE, but(ONLINE, "device/wx1", HealthState.DEGRADED)))
        .isInstanceOf(Confirmation.Granted.class);
    // Parts that are neither sensors nor ways out: a metrics port in use does not matter.
    assertThat(judge(but(ONLINE, "metrics", OK), ONLINE)).isInstanceOf(Confirmation.Granted.class);
  }

  @Test
  void theScheduleMustHaveTriedEveryDevice() {
    waits(ONLINE, but(ONLINE, "device/new", HealthState.STARTING), "not yet tried: device/new");
  }

  // A traffic counter that speaks every quarter of an hour: a good version must not go for it.
  @Test
  void aDeviceThatIsReadyAndQuietIsNotWaitedFor() {
    HealthPicture counting = but(ONLINE, "device/lane1", OK);
    HealthPicture after = but(ONLINE, "device/lane1", HealthState.STARTING);
    HealthPicture quiet = new HealthPicture(after.states(), Set.of("device/lane1"));
    waits(counting, after, "not yet tried: device/lane1");
    assertThat(judge(counting, quiet)).isInstanceOf(Confirmation.Granted.class);
    waits(
        counting,
        new HealthPicture(
            but(after, "device/lane2", HealthState.STARTING).states(), Set.of("device/lane1")),
        "not yet tried: device/lane2");
  }

  @Test
  void offlineStoreAndScheduleDecide() {
    HealthPicture before = but(ONLINE, "uplink", DOWN);
    assertThat(judge(before, but(but(ONLINE, "uplink", DOWN), "device/wx1", DOWN)))
        .isInstanceOfSatisfying(
            Confirmation.Granted.class,
            granted -> assertThat(granted.reason()).contains("made offline"));
    waits(before, but(before, "store", DOWN), "store is UNAVAILABLE");
    waits(before, but(before, "device/wx1", HealthState.STARTING), "not yet tried");
  }

  @Test
  void aPictureIsReadAsItWasWritten() {
    assertThat(HealthPicture.read(ONLINE.bytes())).isEqualTo(ONLINE);
    assertThat(
            HealthPicture.read(
                    "DREAMING device/x\nOK store\n\0\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .states())
        .containsExactly(Map.entry("store", OK));
  }
}
