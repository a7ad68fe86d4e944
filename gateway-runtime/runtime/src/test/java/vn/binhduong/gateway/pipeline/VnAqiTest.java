package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.pipeline.AqiTableSettings.Version;

class VnAqiTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final AqiTableSettings TABLE = ShippedRules.aqiTable();
  private final VnAqi aqi = new VnAqi(TABLE.on(DAY).orElseThrow());
  private final Means means = new Means();

  /// Hourly means by hand.
  private static final class Means implements VnAqi.Hours {
    private final Map<Pollutant, Map<Long, Double>> values = new EnumMap<>(Pollutant.class);

    void put(Pollutant pollutant, long hour, double value) {
      values.computeIfAbsent(pollutant, key -> new TreeMap<>()).put(hour, value);
    }

    void fill(Pollutant pollutant, long from, long to, double value) {
      for (long hour = from; hour <= to; hour++) {
        put(pollutant, hour, value);
      }
    }

    @Override
    public double mean(Pollutant pollutant, long hour) {
      return values.getOrDefault(pollutant, Map.of()).getOrDefault(hour, Double.NaN);
    }
  }

  // Worked examples of Decision 1459/QĐ-TCMT. For NO2 118.7 its text prints 60, its own formula
  // gives 50 / 100 * 18.7 + 50 = 59.35. The day's PM2.5 is 109.5 exactly, and rounds up.
  @ParameterizedTest
  @CsvSource({
    "o3, 136.1, 43",
    "pm25, 20.3, 41",
    "no2, 118.7, 59",
    "o3-8h, 89.3, 45",
    "o3, 114.6, 36",
    "no2, 130.8, 65",
    "pm25, 55.7, 110"
  })
  void theExamplesOfTheDecision(String key, double concentration, int expected) {
    assertThat(aqi.part(key, concentration)).hasValue(expected);
  }

  // Every breakpoint of Bảng 2 has exactly its index.
  @ParameterizedTest
  @CsvSource({
    "pm25, 0 25 50 80 150 250 350 500",
    "pm10, 0 50 150 250 350 420 500 600",
    "no2, 0 100 200 700 1200 2350 3100 3850",
    "so2, 0 125 350 550 800 1600 2100 2630",
    "co, 0 10000 30000 45000 60000 90000 120000 150000",
    "o3, 0 160 200 300 400 800 1000 1200",
    "o3-8h, 0 100 120 170 210 400"
  })
  void everyBreakpoint(String key, String column) {
    int[] index = {0, 50, 100, 150, 200, 300, 400, 500};
    double[] breakpoints =
        Pattern.compile(" ").splitAsStream(column).mapToDouble(Double::parseDouble).toArray();
    for (int i = 0; i < breakpoints.length; i++) {
      assertThat(aqi.part(key, breakpoints[i])).hasValue(index[i]);
    }
  }

  // Instruments give tenths: each must round as it does on paper, halves up. Binary fractions alone
  // would put some halves just below.
  @ParameterizedTest
  @CsvSource({"pm25", "pm10", "no2", "so2", "o3", "o3-8h"})
  void everyTenthRoundsAsOnPaper(String key) {
    Version version = TABLE.on(DAY).orElseThrow();
    List<Double> column = Objects.requireNonNull(version.breakpoints().get(key));
    for (int i = 1; i < column.size(); i++) {
      long low = column.get(i - 1).longValue();
      long high = column.get(i).longValue();
      long from = version.index().get(i - 1).longValue();
      long to = version.index().get(i).longValue();
      for (long tenths = 10 * low + 1; tenths <= 10 * high; tenths++) {
        long divisor = 10 * (high - low);
        long dividend = (to - from) * (tenths - 10 * low);
        long expected = from + (2 * dividend + divisor) / (2 * divisor);
        assertThat(aqi.part(key, tenths / 10.0)).hasValue((int) expected);
      }
    }
  }

  // The scale ends at 500; 8-hour ozone above 400 has no index, because the table ends there.
  @Test
  void beyondTheTable() {
    assertThat(aqi.part("pm25", 501)).hasValue(500);
    assertThat(aqi.part("co", 1e9)).hasValue(500);
    assertThat(aqi.part("o3-8h", 400.1)).isEmpty();
    assertThat(aqi.part("no2", -3)).hasValue(0);
  }

  @Test
  void anHour() {
    double[] pm25 = {20.6, 19.6, 22.4, 20.3, 16.5, 19.0, 16.5, 19.5, 23.5, 20.5, 24.7, 26.9};
    for (int i = 0; i < pm25.length; i++) {
      means.put(Pollutant.PM25, 1000 - i, pm25[i]);
    }
    means.put(Pollutant.O3, 1000, 136.1);
    means.put(Pollutant.NO2, 1000, 118.7);
    VnAqi.Index hour = aqi.hourly(means, 1000);
    assertThat(hour.parts())
        .isEqualTo(Map.of(Pollutant.PM25, 41, Pollutant.O3, 43, Pollutant.NO2, 59));
    assertThat(hour.whole()).hasValue(59);
  }

  // Gases alone make no VN_AQI, however bad.
  @Test
  void withoutParticlesThereIsNoIndex() {
    means.put(Pollutant.O3, 1000, 500);
    VnAqi.Index hour = aqi.hourly(means, 1000);
    assertThat(hour.whole()).isEqualTo(OptionalInt.empty());
    assertThat(hour.parts()).containsEntry(Pollutant.O3, 225);
  }

  // The worked day of the Decision: PM2.5 decides.
  @Test
  void aDay() {
    means.fill(Pollutant.PM25, 77, 100, 55.7);
    means.fill(Pollutant.NO2, 77, 100, 40);
    means.put(Pollutant.NO2, 90, 130.8);
    means.fill(Pollutant.O3, 70, 100, 20);
    means.fill(Pollutant.O3, 83, 90, 89.3);
    means.put(Pollutant.O3, 90, 114.6);
    VnAqi.Index day = aqi.daily(means, 100);
    assertThat(day.ozone8h()).isCloseTo(89.3 + (114.6 - 89.3) / 8, within(1e-12));
    assertThat(day.parts()).containsEntry(Pollutant.PM25, 110).containsEntry(Pollutant.NO2, 65);
    assertThat(day.concentrations().get(Pollutant.PM25)).isCloseTo(55.7, within(1e-12));
    assertThat(day.concentrations()).containsEntry(Pollutant.O3, 114.6);
    assertThat(day.whole()).hasValue(110);
  }

  // The first 8-hour mean of the day reaches seven hours into the day before, and no further.
  @Test
  void theEightHoursReachIntoTheDayBefore() {
    means.fill(Pollutant.PM25, 77, 100, 10);
    means.fill(Pollutant.O3, 77, 100, 10);
    means.fill(Pollutant.O3, 70, 76, 150);
    assertThat(aqi.daily(means, 100).ozone8h()).isEqualTo((7 * 150 + 10) / 8.0);
    means.put(Pollutant.O3, 69, 9999);
    assertThat(aqi.daily(means, 100).ozone8h()).isEqualTo((7 * 150 + 10) / 8.0);
    assertThat(VnAqi.HOURS_MAX).isEqualTo(100 - 70 + 1);
  }

  // 18 of 24 hours, 6 of 8: a day measured in the clean morning alone is not told as the day.
  @Test
  void aDayOfTooFewHoursIsNotToldAsOne() {
    means.fill(Pollutant.PM25, 83, 100, 40);
    means.fill(Pollutant.NO2, 84, 100, 40);
    VnAqi.Index day = aqi.daily(means, 100);
    assertThat(day.parts()).containsOnlyKeys(Pollutant.PM25);
    means.fill(Pollutant.O3, 95, 100, 60);
    assertThat(VnAqi.ozone8h(means, 100)).isEqualTo(60);
    assertThat(VnAqi.ozone8h(means, 99)).isNaN();
  }

  // The rules have a date: before it there were others, which are not in the file.
  @Test
  void theTableHasADate() {
    assertThat(TABLE.on(LocalDate.of(2019, 11, 11))).isEmpty();
    assertThat(TABLE.on(LocalDate.of(2019, 11, 12))).isPresent();
  }

  @Test
  void theNewestVersionThatHoldsIsTaken() {
    Version old = TABLE.versions().getFirst();
    Version next =
        new Version("2027-01-01", "x", old.index(), old.breakpoints(), old.microgramsPerPpb());
    AqiTableSettings two = new AqiTableSettings("VN_AQI", List.of(old, next));
    assertThat(two.on(LocalDate.of(2026, 12, 31))).hasValue(old);
    assertThat(two.on(LocalDate.of(2027, 1, 1))).hasValue(next);
    assertThatThrownBy(() -> new AqiTableSettings("VN_AQI", List.of(next, old)))
        .hasMessage("versions: expected the oldest first, each day once");
  }
}
