package vn.binhduong.gateway.proof.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlopeTest {
  @Test
  void aLineIsFoundExactly() {
    Slope slope = Slope.of(new double[] {1, 2, 3, 5}, new double[] {12, 14, 16, 20});
    assertThat(slope.perUnit()).isCloseTo(2, within(1e-9));
    assertThat(slope.error()).isCloseTo(0, within(1e-6));
  }

  // A scatter as large as the growth must not pass for growth.
  @Test
  void scatterWidensTheInterval() {
    Slope slope = Slope.of(new double[] {0, 1, 2, 3, 4, 5}, new double[] {0, 9, 1, 8, 2, 9});
    assertThat(slope.perUnit()).isPositive();
    assertThat(slope.error()).isGreaterThan(slope.perUnit());
  }
}
