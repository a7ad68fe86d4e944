package vn.binhduong.gateway.proof.clock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.ioc.Arrival;

/// The cases about a clock that is set while samples are sent: steps of hours, leaps over calendar
/// limits, a time source that is lost.
///
/// @param brief whether seconds stand for minutes
record Steps(boolean brief) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A synchronised clock that was quiet for longer is believed at once after a step.
  private static final double QUIET_SECONDS = 12;

  /// The gateway may not know better for so long before it has compared the clocks again.
  private static final double COMPARED_SECONDS = 1.3;

  /// How long a clock that steps again before it was quiet is not believed, at most.
  private static final double RESTLESS_SECONDS = 11;

  private static final double LIVE_SECONDS_MAX = 4;

  /// A span in which samples may be marked.
  private record Doubt(long fromNanos, long toNanos) {}

  /// How a step comes.
  private enum How {
    /// The kernel's clock stays synchronised.
    AT_ONCE,
    /// The kernel drops its flag, as it does when the time is set (do_settimeofday64, ntp_clear),
    /// until the time service has set it again.
    FLAG_DROPPED
  }

  /// One step.
  private record Step(Duration by, How how, double quietSeconds) {}

  /// NTP steps back and forth by hours during live sending.
  void hours(Scene scene) throws IOException, InterruptedException {
    steps(
        scene,
        Instant.parse("2026-12-24T08:15:00Z"),
        List.of(
            new Step(Duration.ofHours(3), How.AT_ONCE, QUIET_SECONDS),
            new Step(Duration.ofHours(-5), How.FLAG_DROPPED, QUIET_SECONDS + 2),
            new Step(Duration.ofMinutes(-150), How.AT_ONCE, 3),
            new Step(Duration.ofMinutes(150), How.AT_ONCE, QUIET_SECONDS + 2)));
  }

  /// Midnight into a leap day, the end of a month and the end of a year, each once as time goes by
  /// and then by a leap.
  void calendar(Scene scene) throws IOException, InterruptedException {
    steps(
        scene,
        Instant.parse("2028-02-28T23:59:53Z"),
        List.of(
            new Step(
                Duration.ofDays(1), How.AT_ONCE, QUIET_SECONDS), // over 29 February, on 1 March
            new Step(Duration.ofDays(306).minusSeconds(40), How.AT_ONCE, QUIET_SECONDS),
            new Step(Duration.ofHours(-30), How.AT_ONCE, QUIET_SECONDS)));
  }

  private void steps(Scene scene, Instant start, List<Step> steps)
      throws IOException, InterruptedException {
    scene.clock.truth(start);
    scene.clock.showTruth(true);
    scene.boot();
    scene.sleep(QUIET_SECONDS);
    long begun = ScriptedClock.now();
    List<Doubt> doubts = new ArrayList<>();
    boolean restless = false;
    int rounds = brief ? 1 : 5;
    for (int round = 0; round < rounds; round++) {
      if (round > 0) {
        scene.sleep(RESTLESS_SECONDS); // the last step was believed only so much later
      }
      for (Step step : steps) {
        scene.fault("step of a synchronised clock");
        long at = ScriptedClock.now();
        scene.clock.step(step.by(), step.how() == How.AT_ONCE);
        double doubt = COMPARED_SECONDS;
        if (step.how() == How.FLAG_DROPPED) {
          scene.sleep(2);
          scene.clock.flag(true);
          doubt += 2;
        }
        if (restless) {
          doubt += RESTLESS_SECONDS;
        }
        doubts.add(new Doubt(at - Scene.seconds(COMPARED_SECONDS), at + Scene.seconds(doubt)));
        restless = step.quietSeconds() < QUIET_SECONDS;
        scene.sleep(step.quietSeconds());
      }
    }
    scene.sleep(3);
    List<TimeJudge.Judged> judged = scene.close(1);
    marksOnlyIn(scene, judged, doubts);
    double slowest = 0;
    for (TimeJudge.Judged sample : judged) {
      if (sample.servedNanos() > begun) {
        slowest = Math.max(slowest, (sample.receivedNanos() - sample.servedNanos()) / 1e9);
      }
    }
    if (slowest > LIVE_SECONDS_MAX) {
      scene.wrong("a live sample took %.1f s", slowest);
    }
    int told = scene.events("clock").size();
    if (told < steps.size() * rounds) {
      scene.wrong("expected a clock event for each step, found %d", told);
    }
    scene.note(
        "%d steps told by %d clock events, slowest live sample %.2f s",
        steps.size() * rounds, told, slowest);
  }

  /// Away from the steps every sample is SYNCED: marking everything would be no answer.
  private static void marksOnlyIn(Scene scene, List<TimeJudge.Judged> judged, List<Doubt> doubts) {
    long outside =
        judged.stream()
            .filter(TimeJudge.Judged::marked)
            .filter(
                sample ->
                    doubts.stream()
                        .noneMatch(
                            doubt ->
                                doubt.fromNanos() <= sample.servedNanos()
                                    && sample.servedNanos() <= doubt.toNanos()))
            .count();
    // The gateway compares for the first time before it measures: nothing is marked at the start.
    if (outside > 0) {
      scene.wrong("%d samples are marked although the clock was quiet", outside);
    }
  }

  /// The time source is lost, the crystal drifts, the source comes back.
  void drift(Scene scene) throws IOException, InterruptedException {
    // In brief a crystal that nobody would build: seconds must show what 500 ppm do in ten minutes.
    long ppb = brief ? 20_000_000 : 500_000;
    scene.clock.truth(Instant.parse("2026-12-24T08:15:00Z"));
    scene.clock.showTruth(true);
    scene.boot();
    scene.sleep(QUIET_SECONDS + 1);
    scene.fault("time source lost");
    long lost = ScriptedClock.now();
    scene.clock.flag(false);
    scene.clock.truthRate(ppb);
    scene.sleep(brief ? 12 : 600);
    scene.clock.truthRate(0);
    long back = ScriptedClock.now();
    scene.clock.showTruth(true);
    scene.sleep(QUIET_SECONDS);
    List<TimeJudge.Judged> judged = scene.close(1);
    marksOnlyIn(
        scene,
        judged,
        List.of(
            new Doubt(
                lost - Scene.seconds(COMPARED_SECONDS), back + Scene.seconds(COMPARED_SECONDS))));
    double worst = 0;
    for (TimeJudge.Judged sample : judged) {
      boolean inside =
          sample.servedNanos() > lost + Scene.seconds(COMPARED_SECONDS)
              && sample.servedNanos() < back;
      if (inside && !sample.marked()) {
        scene.wrong("a sample is SYNCED although the time source is lost");
      }
      if (inside) {
        worst = Math.max(worst, Math.abs(sample.errorMillis()));
      }
    }
    long stated = statedError(scene);
    if (worst > stated + TimeJudge.ERROR_MILLIS_MAX) {
      scene.wrong("the times were off by up to %.0f ms, stated are %d ms", worst, stated);
    }
    scene.note("worst drift while the source was lost %.0f ms, stated %d ms", worst, stated);
  }

  private static long statedError(Scene scene) throws IOException {
    long stated = 0;
    for (Arrival.Event event : scene.events("clock")) {
      JsonNode content = JSON.readTree(event.json());
      stated = Math.max(stated, content.path("errorMs").asLong());
    }
    return stated;
  }
}
