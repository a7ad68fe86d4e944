package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NowCastTest {
  private static final double GAP = Double.NaN;

  private static double[] hours(double... first) {
    double[] hours = new double[NowCast.HOURS];
    Arrays.fill(hours, GAP);
    System.arraycopy(first, 0, hours, 0, first.length);
    return hours;
  }

  // The worked example of the Decision: weight 16.5/26.9 = 0.613, NowCast 20.3.
  @Test
  void theExampleOfTheDecision() {
    double[] hours = {20.6, 19.6, 22.4, 20.3, 16.5, 19.0, 16.5, 19.5, 23.5, 20.5, 24.7, 26.9};
    assertThat(NowCast.of(hours)).isCloseTo(20.3, within(0.05));
    assertThat(NowCast.of(hours)).isCloseTo(20.2657650072368, within(1e-12));
  }

  // The Decision's own form of the least weight: the sum of (1/2)^i c_i, not divided.
  @Test
  void aFullSetWithTheLeastWeight() {
    double[] hours = new double[NowCast.HOURS];
    Arrays.fill(hours, 100);
    hours[11] = 10;
    assertThat(NowCast.of(hours))
        .isCloseTo(100 * (1 - Math.pow(0.5, 11)) + 10 * Math.pow(0.5, 12), within(1e-12));
  }

  // Not divided, three hours of 100 would be told as 87.5.
  @Test
  void missingHoursDoNotPullItDown() {
    assertThat(NowCast.of(hours(100, 100, 40))).isCloseTo((100 + 50 + 10) / 1.75, within(1e-12));
    assertThat(NowCast.of(hours(30, GAP, 30))).isEqualTo(30);
  }

  // Two of the newest three hours, or nothing: no old air is told as the air of now.
  @ParameterizedTest
  @CsvSource({
    "10, 10, 10, true",
    "NaN, 10, 10, true",
    "10, NaN, 10, true",
    "10, 10, NaN, true",
    "10, NaN, NaN, false",
    "NaN, 10, NaN, false",
    "NaN, NaN, 10, false",
    "NaN, NaN, NaN, false"
  })
  void twoOfTheNewestThreeHours(double first, double second, double third, boolean there) {
    double[] hours = new double[NowCast.HOURS];
    Arrays.fill(hours, 10);
    hours[0] = first;
    hours[1] = second;
    hours[2] = third;
    assertThat(Double.isNaN(NowCast.of(hours))).isEqualTo(!there);
  }

  @Test
  void cleanAirIsZero() {
    assertThat(NowCast.of(new double[NowCast.HOURS])).isZero();
  }
}
