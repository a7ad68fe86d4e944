package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.Sample;

class AqiHoursTest {
  private static final Channel PM25 =
      new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5");
  private static final Channel NO2 = new Channel("no2", new Unit("ppb"), 0, 5000, "NO2");

  /// The hours of the worked example, the oldest first.
  private static final double[] EXAMPLE = {
    26.9, 24.7, 20.5, 23.5, 19.5, 16.5, 19.0, 16.5, 20.3, 22.4, 19.6, 20.6
  };

  /// Midnight in Vietnam.
  private static final Instant MIDNIGHT = Instant.parse("2026-02-28T17:00:00Z");

  private static final DevicePlan PLAN =
      EdgeSteps.plan(
          Duration.ofMinutes(1),
          Map.of(),
          null,
          null,
          new AqiSettings(
              Map.of("pm25", "pm25", "no2", "no2"), ShippedRules.aqiTable(), Duration.ofHours(7)),
          Map.of());

  private final EdgeSteps steps = new EdgeSteps(MIDNIGHT, PLAN);

  /// Sixty samples of one hour; those that are made beside them.
  private List<Sample> hour(EdgeSteps to, int hour, Reading... readings) {
    List<Sample> out = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      List<Sample> stored = to.at(hour * 3600.0 + minute * 60, readings);
      out.addAll(stored.subList(0, stored.size() - 1));
    }
    return out;
  }

  // The worked example of the Decision, minute by minute through the pipeline: NowCast 20.3, 41.
  @Test
  void theExampleOfTheDecision() {
    for (int hour = 0; hour < 12; hour++) {
      hour(steps, hour, PM25.reading(EXAMPLE[hour]));
    }
    Sample told = hour(steps, 12, PM25.reading(1)).getFirst();
    assertThat(told.at().nanos()).isEqualTo(12 * 3600 * EdgeSteps.SECOND);
    assertThat(EdgeSteps.value(told, "pm25_nowcast")).isCloseTo(20.2657650072368, within(1e-9));
    assertThat(EdgeSteps.value(told, "pm25_1h")).isCloseTo(20.6, within(1e-9));
    assertThat(EdgeSteps.value(told, "pm25_1h.n")).isEqualTo(60);
    assertThat(EdgeSteps.value(told, "aqi_pm25")).isEqualTo(41);
    assertThat(EdgeSteps.value(told, "aqi")).isEqualTo(41);
  }

  // Gas sensors tell parts per billion; the table is in µg/m3 at 25 degrees.
  @Test
  void partsPerBillionAreConverted() {
    for (int hour = 0; hour < 2; hour++) {
      hour(steps, hour, PM25.reading(20), NO2.reading(118.7 / 1.8805));
    }
    Sample told = hour(steps, 2, PM25.reading(20)).getFirst();
    assertThat(EdgeSteps.value(told, "no2_1h")).isCloseTo(118.7, within(1e-9));
    assertThat(EdgeSteps.value(told, "aqi_no2")).isEqualTo(59);
    assertThat(EdgeSteps.value(told, "aqi")).isEqualTo(59);
  }

  // 44 minutes of an hour are not the hour, and no index is made of it.
  @Test
  void anHourOfTooFewMinutesIsBad() {
    hour(steps, 0, PM25.reading(20));
    for (int minute = 0; minute < 60; minute++) {
      steps.at(3600 + minute * 60.0, minute < 44 ? PM25.reading(20) : PM25.bad(Quality.BAD_LINK));
    }
    Sample told = hour(steps, 2, PM25.reading(20)).getFirst();
    assertThat(EdgeSteps.words(told))
        .contains(
            "pm25_1h BAD_LINK", "pm25_1h.n 44.0", "aqi BAD_SENSOR", "pm25_nowcast BAD_SENSOR");
  }

  // What the sensor gives while it is calibrated, or out of range, is not the air.
  @Test
  void calibrationsAndImplausibleValuesDoNotEnter() {
    for (int minute = 0; minute < 60; minute++) {
      Reading reading =
          minute < 46
              ? PM25.reading(20)
              : minute < 50
                  ? PM25.reading(400).withQuality(Quality.CALIBRATING)
                  : PM25.reading(1001);
      steps.at(minute * 60.0, reading);
    }
    Sample told = hour(steps, 1, PM25.reading(20)).getFirst();
    assertThat(EdgeSteps.words(told)).contains("pm25_1h 20.0", "pm25_1h.n 46.0");
  }

  // At local midnight the day is told, once, with the hour that ends it.
  @Test
  void theDayEndsAtLocalMidnight() {
    List<Sample> told = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      told.addAll(hour(steps, hour, PM25.reading(55.7)));
    }
    assertThat(told).hasSize(23);
    assertThat(told).noneMatch(sample -> Derived.find(sample.readings(), "aqi_day") != null);
    Sample day = hour(steps, 24, PM25.reading(1)).getFirst();
    assertThat(EdgeSteps.value(day, "aqi_day_pm25")).isEqualTo(110);
    assertThat(EdgeSteps.value(day, "aqi_day")).isEqualTo(110);
    assertThat(EdgeSteps.value(day, "pm25_24h")).isCloseTo(55.7, within(1e-9));
  }

  // A restart in the seventh hour: hours that were told count as told, the open one is measured
  // again from the store, and the index is that of an instrument that was never stopped.
  @Test
  void aRestartIsNotSeenInTheIndex() {
    List<Sample> stored = new ArrayList<>();
    EdgeSteps before = new EdgeSteps(MIDNIGHT, PLAN);
    for (int hour = 0; hour < 7; hour++) {
      for (int minute = 0; minute < (hour == 6 ? 30 : 60); minute++) {
        stored.addAll(before.at(hour * 3600.0 + minute * 60, PM25.reading(EXAMPLE[hour])));
      }
    }
    double now = 6 * 3600 + 1800;
    for (Sample sample : stored) {
      steps.recall(sample.at().nanos() / 1e9, now, sample.readings().toArray(Reading[]::new));
    }
    steps.recalled(now);
    for (int minute = 30; minute < 60; minute++) {
      steps.at(6 * 3600 + minute * 60.0, PM25.reading(EXAMPLE[6]));
    }
    for (int hour = 7; hour < 12; hour++) {
      hour(steps, hour, PM25.reading(EXAMPLE[hour]));
    }
    Sample told = hour(steps, 12, PM25.reading(1)).getFirst();
    assertThat(EdgeSteps.value(told, "pm25_nowcast")).isCloseTo(20.2657650072368, within(1e-9));
  }

  // Stopped from 5:58 to 6:00 and again at 6:01: the hour that ended in between was measured, so it
  // counts later; it is not told, and not with a part of the next.
  @Test
  void anHourThatEndedWhileNoGatewayRanCounts() {
    double now = 6 * 3600 + 120;
    for (int minute = 0; minute < 58; minute++) {
      steps.recall(5 * 3600 + minute * 60.0, now, PM25.reading(30));
    }
    steps.recall(6 * 3600 + 1, now, PM25.reading(60));
    steps.recalled(now);
    for (int minute = 2; minute < 60; minute++) {
      assertThat(steps.at(6 * 3600 + minute * 60.0, PM25.reading(60))).hasSize(1);
    }
    Sample told = hour(steps, 7, PM25.reading(1)).getFirst();
    assertThat(EdgeSteps.words(told)).contains("pm25_1h 60.0", "pm25_1h.n 59.0");
    assertThat(EdgeSteps.value(told, "pm25_nowcast")).isEqualTo((60 + 30 * 0.5) / 1.5);
  }

  // Its end may lie before the boot of the machine, where a sample has no time.
  @Test
  void anHourThatEndedJustBeforeIsNotTold() {
    double now = 6 * 3600 + 120;
    for (int minute = 0; minute < 58; minute++) {
      steps.recall(5 * 3600 + minute * 60.0, now, PM25.reading(30));
    }
    steps.recalled(now);
    assertThat(steps.at(now, PM25.reading(60))).hasSize(1);
  }

  // What was told is what counts, whatever the readings of that hour give today.
  @Test
  void aMeanThatWasToldIsNotComputedAgain() {
    double now = 6 * 3600 + 120;
    for (int minute = 0; minute < 60; minute++) {
      steps.recall(5 * 3600 + minute * 60.0, now, PM25.reading(30));
    }
    steps.recall(6 * 3600, now, AqiHours.mean(Pollutant.PM25).reading(45));
    steps.recalled(now);
    hour(steps, 6, PM25.reading(60));
    assertThat(EdgeSteps.value(hour(steps, 7, PM25.reading(1)).getFirst(), "pm25_nowcast"))
        .isEqualTo((60 + 45 * 0.75) / 1.75);
  }

  // An index of doubtful hours is doubtful; with two good of the newest three it is good again.
  @Test
  void doubtTravelsIntoTheIndex() {
    Reading doubtful = PM25.reading(20).withQuality(Quality.UNCERTAIN_CHANGE);
    hour(steps, 0, doubtful);
    hour(steps, 1, PM25.reading(20));
    hour(steps, 2, PM25.reading(20));
    assertThat(EdgeSteps.words(hour(steps, 3, PM25.reading(20)).getFirst()))
        .contains("pm25_1h 20.0", "aqi 40.0");
    EdgeSteps other = new EdgeSteps(MIDNIGHT, PLAN);
    hour(other, 0, doubtful);
    hour(other, 1, PM25.reading(20));
    assertThat(EdgeSteps.words(hour(other, 2, PM25.reading(20)).getFirst()))
        .contains(
            "pm25_1h 20.0",
            "pm25_nowcast 20.0 UNCERTAIN_CHANGE",
            "aqi_pm25 40.0 UNCERTAIN_CHANGE",
            "aqi 40.0 UNCERTAIN_CHANGE");
  }

  // Without the past the same gateway would tell the mean of three hours as the NowCast of twelve.
  @Test
  void onlyWhatIsNeededIsReadAgain() {
    long now = MIDNIGHT.getEpochSecond() * EdgeSteps.SECOND + 10 * AqiHours.HOUR_NANOS + 1;
    Sample raw = EdgeSteps.sample(1, PM25.reading(20));
    Sample told = EdgeSteps.sample(1, AqiHours.mean(Pollutant.PM25).reading(20));
    assertThat(steps.pipeline.wants(raw, now - 1, now)).isTrue();
    assertThat(steps.pipeline.wants(raw, now - 1 - AqiHours.HOUR_NANOS, now)).isTrue();
    assertThat(steps.pipeline.wants(raw, now - 2 - AqiHours.HOUR_NANOS, now)).isFalse();
    assertThat(steps.pipeline.wants(told, now - 32 * AqiHours.HOUR_NANOS, now)).isTrue();
    assertThat(steps.pipeline.wants(told, now - 33 * AqiHours.HOUR_NANOS, now)).isFalse();
  }

  // A temperature configured as PM2.5 must not become an index.
  @Test
  void aUnitThatIsNoConcentrationIsRefused() {
    Channel wrong = new Channel("pm25", Unit.CELSIUS, 0, 1000, "x");
    hour(steps, 0, wrong.reading(20));
    hour(steps, 1, wrong.reading(20));
    assertThat(EdgeSteps.words(hour(steps, 2, wrong.reading(20)).getFirst()))
        .contains("pm25_1h BAD_SENSOR", "aqi BAD_SENSOR");
  }

  @Test
  void theCatalogueNamesWhatIsMade() {
    assertThat(PLAN.made(List.of(PM25, NO2)))
        .extracting(Channel::name)
        .containsExactly(
            "aqi",
            "aqi_day",
            "pm25_1h",
            "pm25_24h",
            "aqi_pm25",
            "aqi_day_pm25",
            "pm25_nowcast",
            "no2_1h",
            "no2_24h",
            "aqi_no2",
            "aqi_day_no2");
  }

  @Test
  void withoutParticlesNothingIsConfigured() {
    assertThatThrownBy(
            () ->
                new AqiSettings(Map.of("no2", "no2"), ShippedRules.aqiTable(), Duration.ofHours(7)))
        .hasMessage("channels: expected pm25 or pm10; without particles there is no index");
  }
}
