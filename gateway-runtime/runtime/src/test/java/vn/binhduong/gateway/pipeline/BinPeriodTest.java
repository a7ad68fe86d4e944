package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.pipeline.BinSettings.Vehicles;

class BinPeriodTest {
  private static final Channel SPEED =
      new Channel("speed", Unit.KILOMETRE_PER_HOUR, 0, 250, "Speed");
  private static final Channel CLASS = new Channel("class", Unit.RATIO, 0, 6, "Class");
  private static final Instant BEGIN = Instant.parse("2026-03-01T07:00:00Z");

  private static BinSettings settings(Vehicles vehicles, Duration... lengths) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    classes.put("moto", 0);
    classes.put("car", 1);
    return new BinSettings(List.of(lengths), "speed", "class", null, null, null, classes, vehicles);
  }

  private static DevicePlan plan(BinSettings settings) {
    return EdgeSteps.plan(Duration.ofSeconds(10), Map.of(), null, settings, null, Map.of());
  }

  private final EdgeSteps steps =
      new EdgeSteps(BEGIN, plan(settings(Vehicles.KEEP, Duration.ofMinutes(1))));

  private static Reading[] vehicle(double speed, int code) {
    return new Reading[] {SPEED.reading(speed), CLASS.reading(code)};
  }

  /// Looks every second of `(from, to]`.
  private List<Sample> ticks(int from, int to, boolean works) {
    List<Sample> out = new ArrayList<>();
    for (int second = from + 1; second <= to; second++) {
      out.addAll(steps.tick(second, works));
    }
    return out;
  }

  // Vehicles go on as they are, and the minute is told at its end, aligned to the clock.
  @Test
  void aMinuteOfVehicles() {
    steps.tick(0, true);
    ticks(0, 4, true);
    assertThat(steps.at(4, vehicle(40, 0))).hasSize(1);
    ticks(4, 14, true);
    steps.at(14, vehicle(60, 1));
    ticks(14, 44, true);
    steps.at(44, vehicle(50, 5));
    ticks(44, 60, true);
    List<Sample> out = steps.at(61, vehicle(90, 0));
    assertThat(out).hasSize(2);
    assertThat(out.getFirst().at().nanos()).isEqualTo(60 * EdgeSteps.SECOND);
    assertThat(EdgeSteps.words(out.getFirst()))
        .containsExactly(
            "bin1_count 3.0",
            "bin1_count_moto 1.0",
            "bin1_count_car 1.0",
            "bin1_count_other 1.0",
            "bin1_speed 50.0",
            "bin1_speed.n 3.0",
            "bin1_v85 57.0",
            "bin1_headway 20.0");
  }

  // At three in the morning nothing passes: that is a count of 0, told in time, without a speed.
  @Test
  void anEmptyRoadIsCounted() {
    steps.tick(0, true);
    assertThat(ticks(0, 64, true)).isEmpty();
    List<Sample> out = steps.tick(65, true);
    assertThat(out).hasSize(1);
    assertThat(out.getFirst().at().nanos()).isEqualTo(60 * EdgeSteps.SECOND);
    assertThat(EdgeSteps.words(out.getFirst()))
        .containsExactly(
            "bin1_count 0.0", "bin1_count_moto 0.0", "bin1_count_car 0.0", "bin1_count_other 0.0");
    assertThat(ticks(65, 125, true)).hasSize(1);
  }

  // A dead detector is no empty road: 45 seconds of the minute are needed.
  @Test
  void aDetectorThatDidNotWorkHasNoCount() {
    steps.tick(0, true);
    ticks(0, 43, true);
    List<Sample> out = ticks(43, 65, false);
    assertThat(EdgeSteps.words(out.getFirst()))
        .containsExactly(
            "bin1_count BAD_LINK",
            "bin1_count_moto BAD_LINK",
            "bin1_count_car BAD_LINK",
            "bin1_count_other BAD_LINK");
  }

  @Test
  void threeQuartersOfTheTimeAreEnough() {
    steps.tick(0, true);
    ticks(0, 44, true);
    assertThat(EdgeSteps.words(ticks(44, 65, false).getFirst())).contains("bin1_count 0.0");
  }

  // A failing driver gives a sample of bad readings: it is no vehicle, and is stored as it is.
  @Test
  void aSampleOfBadReadingsIsNoVehicle() {
    steps.tick(0, true);
    assertThat(steps.at(1, SPEED.bad(Quality.BAD_LINK), CLASS.bad(Quality.BAD_LINK))).hasSize(1);
    ticks(1, 60, true);
    assertThat(EdgeSteps.words(ticks(60, 65, true).getFirst())).contains("bin1_count 0.0");
  }

  // A speed that was not measured is not 0, and with too few speeds there is no mean.
  @Test
  void tooFewSpeedsMakeNoMean() {
    steps.tick(0, true);
    for (int second = 1; second <= 4; second++) {
      ticks(second - 1, second, true);
      steps.at(
          second,
          second <= 2 ? SPEED.reading(40) : SPEED.bad(Quality.BAD_SENSOR),
          CLASS.reading(0));
    }
    ticks(4, 64, true);
    assertThat(EdgeSteps.words(steps.tick(65, true).getFirst()))
        .contains("bin1_count 4.0", "bin1_speed BAD_SENSOR", "bin1_speed.n 2.0");
  }

  // Speeds of a radar that tells m/s are told in km/h.
  @Test
  void metresPerSecondAreConverted() {
    Channel slow = new Channel("speed", Unit.METRE_PER_SECOND, 0, 70, "Speed");
    steps.tick(0, true);
    steps.at(0.5, slow.reading(10));
    ticks(0, 64, true);
    assertThat(EdgeSteps.words(steps.tick(65, true).getFirst())).contains("bin1_speed 36.0");
  }

  // The four lengths are each aligned to the clock and end together on the hour.
  @Test
  void allLengthsEndTogetherOnTheHour() {
    EdgeSteps four =
        new EdgeSteps(
            BEGIN,
            plan(
                settings(
                    Vehicles.LEAVE_OUT,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1))));
    List<Sample> out = new ArrayList<>();
    for (int second = 0; second < 3606; second++) {
      out.addAll(four.tick(second, true));
      if (second % 10 == 3) {
        out.addAll(four.at(second, vehicle(50, 0)));
      }
    }
    assertThat(out).hasSize(60);
    assertThat(EdgeSteps.words(out.getLast()))
        .contains("bin1_count 6.0", "bin5_count 30.0", "bin15_count 90.0", "bin60_count 360.0");
    assertThat(out.getLast().at().nanos()).isEqualTo(3600 * EdgeSteps.SECOND);
  }

  // The process was stopped for a while: nobody saw the road, and 0 would be a lie.
  @Test
  void timeThatNobodyLookedAtDoesNotCount() {
    EdgeSteps hour = new EdgeSteps(BEGIN, plan(settings(Vehicles.KEEP, Duration.ofHours(1))));
    hour.tick(0, true);
    List<Sample> out = hour.tick(3605, true);
    assertThat(EdgeSteps.words(out.getFirst())).contains("bin60_count BAD_LINK");
  }

  // After a restart the open bin is filled from the store; older vehicles and bins are not in it.
  @Test
  void anOpenBinIsFilledAgain() {
    DevicePlan plan = plan(settings(Vehicles.KEEP, Duration.ofHours(1)));
    EdgeSteps hour = new EdgeSteps(BEGIN.minusSeconds(3600), plan);
    Reading bin = new Channel("bin1_count", Unit.COUNT, 0, 9e9, "Vehicles").reading(1);
    hour.recall(3595, 5600, vehicle(99, 0));
    for (int second = 3600; second < 5580; second += 60) {
      hour.recall(second, 5600, vehicle(40, 1));
      hour.recall(second, 5600, bin);
    }
    hour.recalled(5600);
    for (int second = 5600; second < 7205; second++) {
      assertThat(hour.tick(second, true)).isEmpty();
    }
    assertThat(EdgeSteps.words(hour.tick(7205, true).getFirst()))
        .contains("bin60_count 33.0", "bin60_count_car 33.0", "bin60_speed 40.0");
  }

  @Test
  void theCatalogueNamesWhatIsMade() {
    assertThat(plan(settings(Vehicles.KEEP, Duration.ofMinutes(15))).made(List.of(SPEED, CLASS)))
        .extracting(Channel::name)
        .containsExactly(
            "bin15_count",
            "bin15_count_moto",
            "bin15_count_car",
            "bin15_count_other",
            "bin15_speed",
            "bin15_v85",
            "bin15_headway",
            "bin15_occupancy");
  }

  @Test
  void onlyTheLengthsOfTrafficManuals() {
    assertThatThrownBy(() -> settings(Vehicles.KEEP, Duration.ofMinutes(7)))
        .hasMessage("lengths: expected of 1min, 5min, 15min, 1h, each once");
    assertThatThrownBy(() -> settings(Vehicles.KEEP, Duration.ofMinutes(5), Duration.ofMinutes(5)))
        .hasMessage("lengths: expected of 1min, 5min, 15min, 1h, each once");
  }
}
