package vn.binhduong.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Durations survive being written and read again.
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "90s,PT1M30S",
    "5min,PT5M",
    "2h,PT2H",
    "60d,PT1440H",
    "0s,PT0S",
    "1us,PT0.000001S",
    "7ns,PT0.000000007S"
  })
  void aDurationIsWrittenInTheLargestWholeUnit(String text, Duration duration) throws Exception {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(text);
  }
}
