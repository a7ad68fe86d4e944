package vn.binhduong.gateway.driver.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Weather, air and sound over weeks of fixed seeds: plausible, and fitting together.
class WeatherTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-05-01T17:00:00Z"); // in Vietnam

  /// Thirty days, every five minutes.
  private static final List<Weather> MONTH =
      IntStream.range(0, 30 * 288).mapToObj(i -> weather(Duration.ofMinutes(5L * i))).toList();

  private static Weather weather(Duration since) {
    return Weather.at(7, MIDNIGHT.plus(since));
  }

  private static double mean(Predicate<Weather> which, ToDoubleFunction<Weather> value) {
    return MONTH.stream().filter(which).mapToDouble(value).average().orElseThrow();
  }

  private static double meanAt(int hour, ToDoubleFunction<Weather> value) {
    return IntStream.range(0, 30)
        .mapToObj(day -> weather(Duration.ofDays(day).plusHours(hour)))
        .mapToDouble(value)
        .average()
        .orElseThrow();
  }

  /// Warm days, mild nights, and never a value an instrument there would not show.
  @Test
  void temperatureFollowsTheDay() {
    assertThat(meanAt(14, Weather::temperature)).isCloseTo(31.3, within(1.5));
    assertThat(meanAt(4, Weather::temperature)).isCloseTo(23.2, within(1.5));
    assertThat(MONTH).allMatch(w -> w.temperature() > 15 && w.temperature() < 40);
  }

  /// Humidity goes against temperature, since the dew point hardly changes over a day.
  @Test
  void humidityGoesAgainstTemperature() {
    assertThat(meanAt(4, Weather::humidity)).isGreaterThan(meanAt(14, Weather::humidity) + 20);
    assertThat(MONTH).allMatch(w -> w.humidity() > 25 && w.humidity() < 100);
  }

  /// Showers exist, are not the rule, and go with wind, cold and dark.
  @Test
  void showersDarkenCoolAndBlow() {
    Predicate<Weather> wet = w -> w.rain() > 5;
    Predicate<Weather> dry = w -> w.rain() == 0;
    assertThat(MONTH.stream().filter(wet).count() / (double) MONTH.size()).isBetween(0.005, 0.15);
    assertThat(mean(wet, Weather::windSpeed)).isGreaterThan(mean(dry, Weather::windSpeed) + 1);
    assertThat(mean(wet.and(w -> w.solar() > 0), Weather::solar))
        .isLessThan(mean(dry.and(w -> w.solar() > 0), Weather::solar));
  }

  /// No sun at night, at most what reaches the ground at noon.
  @Test
  void sunShinesByDay() {
    assertThat(meanAt(0, Weather::solar)).isZero();
    assertThat(meanAt(12, Weather::solar)).isBetween(400.0, 1000.0);
    assertThat(MONTH).allMatch(w -> w.solar() >= 0 && w.solar() <= 1150);
  }

  /// Values are multiples of what a real station resolves: a consumer must not see false digits.
  @Test
  void valuesHaveTheResolutionOfAnInstrument() {
    assertThat(MONTH)
        .allMatch(w -> w.temperature() == Math.round(w.temperature() * 10) / 10.0)
        .allMatch(w -> w.windSpeed() == Math.round(w.windSpeed() * 10) / 10.0)
        .allMatch(w -> w.rain() == Math.round(w.rain() * 5) / 5.0)
        .allMatch(w -> w.windDirection() >= 0 && w.windDirection() < 360);
  }

  /// Curves are smooth: one second apart no instrument would show a jump.
  @Test
  void oneSecondChangesLittle() {
    for (int second = 0; second < 7200; second++) {
      Weather now = weather(Duration.ofSeconds(second));
      Weather next = weather(Duration.ofSeconds(second + 1));
      assertThat(next.temperature()).isCloseTo(now.temperature(), within(0.21));
      assertThat(next.pressure()).isCloseTo(now.pressure(), within(0.21));
    }
  }

  /// Coarser classes contain the finer ones, and rush hour is worse than the night.
  @Test
  void particlesNestAndFollowTraffic() {
    for (int i = 0; i < 30 * 24; i++) {
      Air air = Air.at(7, MIDNIGHT.plus(Duration.ofHours(i)));
      assertThat(air.pm1()).isPositive().isLessThanOrEqualTo(air.pm25());
      assertThat(air.pm25()).isLessThanOrEqualTo(air.pm10());
    }
    assertThat(meanAir(18)).isGreaterThan(meanAir(3) + 5);
  }

  private static double meanAir(int hour) {
    return IntStream.range(0, 30)
        .mapToObj(day -> Air.at(7, MIDNIGHT.plus(Duration.ofDays(day).plusHours(hour))))
        .mapToDouble(Air::pm25)
        .average()
        .orElseThrow();
  }

  /// A street is loud at rush hour and still hums at night.
  @Test
  void soundFollowsTraffic() {
    assertThat(Sound.levelAt(7, MIDNIGHT.plus(Duration.ofHours(7)))).isBetween(65.0, 90.0);
    assertThat(Sound.levelAt(7, MIDNIGHT.plus(Duration.ofHours(3)))).isBetween(42.0, 70.0);
  }

  /// Seeds are independent, and the same seed gives the same weather for ever.
  @Test
  void weatherDependsOnSeedAndTimeOnly() {
    Instant noon = MIDNIGHT.plus(Duration.ofHours(12));
    assertThat(Weather.at(7, noon)).isEqualTo(Weather.at(7, noon));
    assertThat(Weather.at(8, noon)).isNotEqualTo(Weather.at(7, noon));
  }
}
