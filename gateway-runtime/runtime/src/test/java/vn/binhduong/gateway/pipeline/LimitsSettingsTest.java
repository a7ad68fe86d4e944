package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsSettingsTest {
  // The limit of PM2.5 changes on a day: QCVN 05:2023 gives 50, and 45 from 2026 on.
  @ParameterizedTest
  @CsvSource({
    "pm25-24h, 2023-09-12, 50",
    "pm25-24h, 2025-12-31, 50",
    "pm25-24h, 2026-01-01, 45",
    "pm10-24h, 2026-01-01, 100",
    "o3-8h, 2026-01-01, 120",
    "no2-1h, 2026-01-01, 200"
  })
  void aLimitIsThatOfTheDay(String limit, LocalDate day, double expected) {
    assertThat(ShippedRules.limits().on(limit, day)).hasValue(expected);
  }

  // No limit is not a limit of 0.
  @Test
  void beforeTheFirstDayAndForAnotherNameThereIsNone() {
    LimitsSettings limits = ShippedRules.limits();
    assertThat(limits.on("pm25-24h", LocalDate.of(2023, 9, 11))).isEqualTo(OptionalDouble.empty());
    assertThat(limits.on("pm25-1h", LocalDate.of(2026, 1, 1))).isEqualTo(OptionalDouble.empty());
  }
}
