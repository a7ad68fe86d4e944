package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

class DerivedTest {
  private static final Channel T = new Channel("t", Unit.CELSIUS, -40, 80, "t");
  private static final Channel RH = new Channel("rh", Unit.RELATIVE_HUMIDITY, 0, 100, "rh");
  private static final Channel P = new Channel("p", Unit.HECTOPASCAL, 300, 1100, "p");
  private static final DerivedSettings BOTH =
      new DerivedSettings(
          new DerivedSettings.DewPoint("t", "rh"),
          new DerivedSettings.SeaLevelPressure("p", "t", "rh", 32));

  private final EdgeSteps steps =
      new EdgeSteps(
          Instant.EPOCH,
          EdgeSteps.plan(Duration.ofSeconds(1), Map.of(), BOTH, null, null, Map.of()));

  private List<Reading> of(Reading... readings) {
    return steps.at(1, readings).getFirst().readings();
  }

  // They belong to the same instant, so they stand in the same sample, after what was measured.
  @Test
  void theyStandInTheSampleTheyComeFrom() {
    List<Reading> readings = of(T.reading(30), RH.reading(80), P.reading(1005.2));
    assertThat(readings).hasSize(5);
    assertThat(readings.get(3).channel()).isEqualTo(Derived.DEW_POINT);
    assertThat(readings.get(3).value()).isCloseTo(26.168845923147632, within(1e-12));
    assertThat(readings.get(4).channel()).isEqualTo(Derived.SEA_LEVEL_PRESSURE);
    assertThat(readings.get(4).value())
        .isCloseTo(
            MoistAir.seaLevelPressure(1005.2, 30, MoistAir.vapourPressure(30, 80), 32),
            within(1e-12));
  }

  // A computed value is no better than the worst of what it is made of, and never made of nothing.
  @ParameterizedTest
  @CsvSource({
    "GOOD, GOOD, GOOD",
    "GOOD, UNCERTAIN_CHANGE, UNCERTAIN_CHANGE",
    "UNCERTAIN_RANGE, UNCERTAIN_CHANGE, UNCERTAIN_RANGE",
    "CALIBRATING, GOOD, CALIBRATING",
    "GOOD, BAD_LINK, BAD_LINK",
    "BAD_SENSOR, GOOD, BAD_SENSOR"
  })
  void itIsAsDoubtfulAsItsInputs(Quality t, Quality rh, Quality expected) {
    Reading dew = of(T.reading(30).withQuality(t), RH.reading(80).withQuality(rh)).get(2);
    assertThat(dew.quality()).isEqualTo(expected);
  }

  @Test
  void aHumidityOfZeroHasNoDewPoint() {
    assertThat(of(T.reading(30), RH.reading(0)).get(2))
        .isEqualTo(Derived.DEW_POINT.bad(Quality.BAD_SENSOR));
  }

  // The formula ends at 60 degrees; a sensor in the sun can show more.
  @Test
  void whereTheFormulaDoesNotHoldTheResultIsUncertain() {
    assertThat(of(T.reading(61), RH.reading(20)).get(2).quality())
        .isEqualTo(Quality.UNCERTAIN_RANGE);
  }

  // A channel that is not there is not a bad sensor: the sample is of something else.
  @Test
  void withoutAnInputThereIsNothing() {
    assertThat(of(T.reading(30), P.reading(1000))).hasSize(2);
  }

  // Pascal taken for hectopascal would be a hurricane.
  @Test
  void anInputOfAnotherUnitIsRefused() {
    Channel pascal = new Channel("p", new Unit("Pa"), 0, 200_000, "p");
    assertThat(of(pascal.reading(100_520), T.reading(30), RH.reading(80)).get(4))
        .isEqualTo(Derived.SEA_LEVEL_PRESSURE.bad(Quality.BAD_SENSOR));
  }

  // An instrument that computes it itself is believed.
  @Test
  void aNameOfTheDriverIsNotMadeAgain() {
    assertThat(of(T.reading(30), RH.reading(80), Derived.DEW_POINT.reading(25))).hasSize(3);
    DevicePlan plan = EdgeSteps.plan(Duration.ofSeconds(1), Map.of(), BOTH, null, null, Map.of());
    assertThat(plan.made(List.of(T, RH, Derived.DEW_POINT)))
        .containsExactly(Derived.SEA_LEVEL_PRESSURE);
  }
}
