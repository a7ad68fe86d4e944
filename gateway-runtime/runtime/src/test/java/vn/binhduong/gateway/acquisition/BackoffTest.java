package vn.binhduong.gateway.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.DriverException.Kind;

class BackoffTest {
  private static final long MS = 1_000_000L;

  private static long delayMillis(Kind kind, int failures, long everyMillis, double random) {
    return Backoff.delayNanos(
            AcquisitionSettings.DEFAULTS, kind, failures, everyMillis * MS, 0, false, random)
        / MS;
  }

  // The upper end of each wait (random just below 1) doubles up to the bound; the lower end is
  // half.
  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, 1, 10000, 500, 1000",
    "UNAVAILABLE, 2, 10000, 1000, 2000",
    "UNAVAILABLE, 7, 10000, 30000, 60000",
    "UNAVAILABLE, 1000000, 10000, 30000, 60000",
    "UNAVAILABLE, 1, 100, 50, 100",
    "PROTOCOL, 1, 10000, 0, 0",
    "PROTOCOL, 2, 10000, 2500, 5000",
    "PROTOCOL, 50, 10000, 150000, 300000",
    "MISCONFIGURED, 1, 10000, 600000, 600000",
    "MISCONFIGURED, 9, 10000, 600000, 600000"
  })
  void theWaitGrowsUpToItsBound(
      Kind kind, int failures, long everyMillis, long leastMillis, long mostMillis) {
    assertThat(delayMillis(kind, failures, everyMillis, 0)).isEqualTo(leastMillis);
    assertThat(delayMillis(kind, failures, everyMillis, Math.nextDown(1.0)))
        .isBetween(mostMillis - 1, mostMillis);
  }

  // A dead slave on a shared link gets a tenth of it from its second timeout on, from its first
  // where that took longer than a period.
  @Test
  void aCostlyFailureOnASharedLinkWaitsLonger() {
    long cost = Duration.ofSeconds(3).toNanos();
    assertThat(
            Backoff.delayNanos(
                AcquisitionSettings.DEFAULTS, Kind.UNAVAILABLE, 2, 10_000 * MS, cost, true, 0))
        .isEqualTo(9 * cost);
    assertThat(
            Backoff.delayNanos(
                AcquisitionSettings.DEFAULTS, Kind.UNAVAILABLE, 1, 2_000 * MS, cost, true, 0))
        .isEqualTo(9 * cost);
    assertThat(
            Backoff.delayNanos(
                AcquisitionSettings.DEFAULTS, Kind.UNAVAILABLE, 1, 10_000 * MS, cost, true, 0))
        .isEqualTo(500 * MS);
    assertThat(
            Backoff.delayNanos(
                AcquisitionSettings.DEFAULTS, Kind.UNAVAILABLE, 1, 10_000 * MS, cost, false, 0))
        .isEqualTo(500 * MS);
  }
}
