package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.pipeline.AlarmSettings.Severity;

class AlarmsTest {
  private static final Channel LEVEL = new Channel("level", Unit.METRE, 0, 5, "Water level");
  private static final Channel PM25 =
      new Channel("pm25_24h", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5");

  private static AlarmSettings threshold(@Nullable Double above, @Nullable Double below) {
    return new AlarmSettings(
        "level",
        above,
        below,
        null,
        null,
        0.25,
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Severity.CRITICAL);
  }

  private static EdgeSteps steps(Instant begin, AlarmSettings settings, Set<String> held) {
    return new EdgeSteps(
        begin,
        EdgeSteps.plan(
            Duration.ofSeconds(10), Map.of(), null, null, null, Map.of("flood", settings)),
        held);
  }

  // A wave does not alarm a city; a flood does, once, and its end is told once.
  @Test
  void aFloodIsToldOnceAndSoIsItsEnd() {
    EdgeSteps steps = steps(Instant.EPOCH, threshold(2.5, null), Set.of());
    steps.at(0, LEVEL.reading(2.6));
    steps.at(10, LEVEL.reading(2.4));
    steps.at(20, LEVEL.reading(2.6));
    steps.at(40, LEVEL.reading(2.75));
    assertThat(steps.news).isEmpty();
    steps.at(50, LEVEL.reading(2.75));
    steps.at(60, LEVEL.reading(3));
    assertThat(steps.news)
        .containsExactly(
            new AlarmNews(
                "d1", "flood", Severity.CRITICAL, true, "level 2.75 m is above 2.5 m, for 30s"));
    steps.at(70, LEVEL.reading(2.26));
    steps.at(200, LEVEL.reading(2.25));
    steps.at(250, LEVEL.reading(2.26));
    steps.at(260, LEVEL.reading(2.25));
    steps.at(319, LEVEL.reading(2.25));
    assertThat(steps.news).hasSize(1);
    steps.at(320, LEVEL.reading(2));
    assertThat(steps.news.getLast())
        .isEqualTo(
            new AlarmNews(
                "d1",
                "flood",
                Severity.CRITICAL,
                false,
                "level 2.0 m is back from 2.5 m, for 1min"));
  }

  @Test
  void belowIsTheOtherWayRound() {
    EdgeSteps steps = steps(Instant.EPOCH, threshold(null, 1.0), Set.of());
    steps.at(0, LEVEL.reading(0.9));
    steps.at(30, LEVEL.reading(0.9));
    assertThat(steps.news).extracting(AlarmNews::active).containsExactly(true);
    steps.at(40, LEVEL.reading(1.2));
    steps.at(200, LEVEL.reading(1.2));
    assertThat(steps.news).hasSize(1);
    steps.at(210, LEVEL.reading(1.25));
    steps.at(270, LEVEL.reading(1.25));
    assertThat(steps.news).extracting(AlarmNews::active).containsExactly(true, false);
  }

  // The cable that the flood tears out must not end the flood.
  @Test
  void aDeadSensorNeitherRaisesNorEnds() {
    EdgeSteps steps = steps(Instant.EPOCH, threshold(2.5, null), Set.of());
    steps.at(0, LEVEL.reading(2.6));
    steps.at(20, LEVEL.bad(Quality.BAD_LINK));
    steps.at(40, LEVEL.reading(2.6));
    assertThat(steps.news).isEmpty();
    steps.at(70, LEVEL.reading(2.6));
    assertThat(steps.news).hasSize(1);
    for (int second = 80; second < 1000; second += 10) {
      steps.at(second, LEVEL.bad(Quality.BAD_LINK));
    }
    assertThat(steps.news).hasSize(1);
  }

  // What was thought impossible is told, with its doubt; a calibration is not.
  @Test
  void anImplausibleValueRaisesAndACalibrationDoesNot() {
    AlarmSettings atOnce =
        new AlarmSettings(
            "level", 2.5, null, null, null, 0, Duration.ZERO, Duration.ZERO, Severity.INFO);
    EdgeSteps steps = steps(Instant.EPOCH, atOnce, Set.of());
    steps.at(0, LEVEL.reading(4).withQuality(Quality.CALIBRATING));
    assertThat(steps.news).isEmpty();
    steps.at(1, LEVEL.reading(5.5));
    assertThat(steps.news)
        .extracting(AlarmNews::text)
        .containsExactly("level 5.5 m is above 2.5 m, quality UNCERTAIN_RANGE");
  }

  // After a restart an alarm that held is not told again, and its end is.
  @Test
  void anAlarmThatHeldBeforeIsEnded() {
    EdgeSteps steps = steps(Instant.EPOCH, threshold(2.5, null), Set.of("flood"));
    assertThat(steps.pipeline.holding()).containsExactly("flood");
    steps.at(0, LEVEL.reading(2.6));
    steps.at(40, LEVEL.reading(2.6));
    assertThat(steps.news).isEmpty();
    steps.at(50, LEVEL.reading(1));
    steps.at(110, LEVEL.reading(1));
    assertThat(steps.news).extracting(AlarmNews::active).containsExactly(false);
    assertThat(steps.pipeline.holding()).isEmpty();
  }

  // 47 µg/m3 was within the limit on the last day of 2025 and is over it on the first of 2026,
  // by local time: 17:00 UTC.
  @Test
  void aLegalLimitChangesWithTheDay() {
    AlarmSettings legal =
        new AlarmSettings(
            "pm25_24h",
            null,
            null,
            "pm25-24h",
            ShippedRules.limits(),
            0,
            Duration.ZERO,
            Duration.ZERO,
            Severity.WARNING);
    EdgeSteps steps = steps(Instant.parse("2025-12-31T16:59:00Z"), legal, Set.of());
    steps.at(59, PM25.reading(47));
    assertThat(steps.news).isEmpty();
    steps.at(60, PM25.reading(47));
    assertThat(steps.news)
        .extracting(AlarmNews::text)
        .containsExactly(
            "pm25_24h 47.0 ug/m3 is above 45.0 ug/m3 (pm25-24h of QCVN 05:2023/BTNMT)");
  }

  // 0.047 ppm is not 0.047 µg/m3: what cannot be compared is not judged.
  @Test
  void aLimitInAnotherUnitIsNotJudged() {
    AlarmSettings legal =
        new AlarmSettings(
            "pm25_24h",
            null,
            null,
            "pm25-24h",
            ShippedRules.limits(),
            0,
            Duration.ZERO,
            Duration.ZERO,
            Severity.WARNING);
    Channel wrong = new Channel("pm25_24h", Unit.PARTS_PER_MILLION, 0, 1000, "x");
    EdgeSteps steps = steps(Instant.parse("2026-01-01T00:00:00Z"), legal, Set.of());
    steps.at(0, wrong.reading(470));
    assertThat(steps.news).isEmpty();
  }

  @Test
  void exactlyOneThreshold() {
    assertThatThrownBy(() -> threshold(null, null))
        .hasMessage("above, below, limit: expected one of them");
    assertThatThrownBy(() -> threshold(1.0, 2.0))
        .hasMessage("above, below, limit: expected one of them");
    assertThatThrownBy(
            () ->
                new AlarmSettings(
                    "x",
                    null,
                    null,
                    "pm25-25h",
                    ShippedRules.limits(),
                    0,
                    Duration.ZERO,
                    Duration.ZERO,
                    Severity.INFO))
        .hasMessageStartingWith("limit: expected one of co-1h, co-8h, no2-1h")
        .hasMessageEndingWith("found 'pm25-25h'");
  }
}
