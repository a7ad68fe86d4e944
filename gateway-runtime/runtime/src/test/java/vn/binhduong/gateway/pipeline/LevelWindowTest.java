package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

class LevelWindowTest {
  private static final Channel LEVEL = new Channel("level", Unit.DECIBEL, 30, 130, "Sound level");
  private static final Channel OTHER = new Channel("battery", Unit.VOLT, 0, 20, "Battery");
  private static final DevicePlan PLAN =
      EdgeSteps.plan(
          Duration.ofSeconds(1),
          Map.of(
              "level",
              new ChannelSettings(
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  Duration.ofMinutes(5),
                  null,
                  Duration.ofMinutes(1))),
          null,
          null,
          null,
          Map.of());

  private final EdgeSteps steps = new EdgeSteps(Instant.parse("2026-03-01T00:00:00Z"), PLAN);

  private List<Reading> minute(int usable, Reading rest) {
    for (int second = 0; second < 60; second++) {
      assertThat(steps.at(second, second < usable ? LEVEL.reading(50) : rest)).isEmpty();
    }
    return steps.at(60, LEVEL.reading(50)).getFirst().readings();
  }

  // The whole way: a minute of readings is one sample at its end, with the number of readings.
  @Test
  void aMinuteBecomesOneSample() {
    for (int second = 0; second < 60; second++) {
      assertThat(steps.at(second, LEVEL.reading(second == 17 ? 80 : 50))).isEmpty();
    }
    List<Sample> out = steps.at(60, LEVEL.reading(50));
    assertThat(out).hasSize(1);
    assertThat(out.getFirst().at().nanos()).isEqualTo(60 * EdgeSteps.SECOND);
    assertThat(EdgeSteps.value(out.getFirst(), "level_eq"))
        .isCloseTo(62.46744709723841, within(1e-12));
    assertThat(EdgeSteps.words(out.getFirst()).subList(1, 6))
        .containsExactly(
            "level_10 50.0", "level_50 50.0", "level_90 50.0", "level_max 80.0", "level_eq.n 60.0");
  }

  // 45 of 60 are three quarters; with 44 the minute is not told, but how much was heard is.
  @Test
  void threeQuartersOfTheReadingsAreNeeded() {
    assertThat(minute(45, LEVEL.bad(Quality.BAD_LINK)).getFirst())
        .isEqualTo(new Reading(LevelWindow.Outputs.of(LEVEL).equivalent(), 50, Quality.GOOD));
  }

  @Test
  void withFewerNothingIsSaidOfTheMinute() {
    List<Reading> readings = minute(44, LEVEL.bad(Quality.BAD_LINK));
    assertThat(readings.stream().map(EdgeSteps::word))
        .containsExactly(
            "level_eq BAD_LINK",
            "level_10 BAD_LINK",
            "level_50 BAD_LINK",
            "level_90 BAD_LINK",
            "level_max BAD_LINK",
            "level_eq.n 44.0");
  }

  // Also where nothing came at all: silence of the link is not silence of the street.
  @Test
  void readingsThatNeverCameAreMissed() {
    steps.at(0, LEVEL.reading(50));
    steps.at(30, LEVEL.reading(50));
    assertThat(EdgeSteps.words(steps.at(60, LEVEL.reading(50)).getFirst()))
        .contains("level_eq BAD_LINK", "level_eq.n 2.0");
  }

  // Values that no street makes do not decide LAeq; with too many of them there is none.
  @Test
  void aReadingOutOfRangeDoesNotEnter() {
    assertThat(minute(50, LEVEL.reading(200)).getFirst().value()).isEqualTo(50);
  }

  @Test
  void doubtfulReadingsMakeADoubtfulLevel() {
    Reading doubtful = LEVEL.reading(50).withQuality(Quality.UNCERTAIN_CHANGE);
    assertThat(minute(44, doubtful).getFirst().quality()).isEqualTo(Quality.UNCERTAIN_CHANGE);
  }

  @Test
  void theRestOfTheSampleGoesOn() {
    assertThat(EdgeSteps.words(steps.at(1, LEVEL.reading(50), OTHER.reading(12)).getFirst()))
        .containsExactly("battery 12.0");
  }

  // A window is empty again after its end: nothing of one minute is in the next.
  @Test
  void theNextMinuteIsItsOwn() {
    for (int second = 0; second < 120; second++) {
      steps.at(second, LEVEL.reading(second < 60 ? 90 : 40));
    }
    assertThat(EdgeSteps.value(steps.at(120, LEVEL.reading(40)).getFirst(), "level_max"))
        .isEqualTo(40);
  }

  // Stopped in the middle, the part is not told as a minute.
  @Test
  void aCleanStopEndsTheWindowAsBad() {
    steps.at(0, LEVEL.reading(50));
    steps.at(7, LEVEL.reading(50));
    List<Sample> out =
        steps.pipeline.flush(
            new BootTime(EdgeSteps.sample(0, LEVEL.reading(1)).at().boot(), 9 * EdgeSteps.SECOND),
            Instant.parse("2026-03-01T00:00:00Z").getEpochSecond() * EdgeSteps.SECOND);
    assertThat(out.getFirst().at().nanos()).isEqualTo(7 * EdgeSteps.SECOND);
    assertThat(EdgeSteps.words(out.getFirst())).contains("level_eq BAD_LINK", "level_eq.n 2.0");
  }

  // The bound of the buffer: what comes after it counts as not captured, so the level turns bad.
  @Test
  void theBoundOfReadings() {
    LevelWindow window =
        new LevelWindow(LEVEL, Duration.ofHours(1).toNanos(), Duration.ofMillis(100).toNanos());
    for (int i = 0; i < LevelWindow.READINGS_MAX + 12_001; i++) {
      window.add(LEVEL.reading(50), i);
    }
    assertThat(window.close().stream().map(EdgeSteps::word))
        .contains("level_eq BAD_LINK", "level_eq.n 36000.0");
  }

  @Test
  void theCatalogueNamesWhatIsMade() {
    assertThat(PLAN.made(List.of(LEVEL, OTHER)))
        .extracting(Channel::name)
        .containsExactly("level_eq", "level_10", "level_50", "level_90", "level_max");
  }
}
