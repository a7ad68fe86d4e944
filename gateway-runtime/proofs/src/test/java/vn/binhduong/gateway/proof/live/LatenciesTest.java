package vn.binhduong.gateway.proof.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The figure that decides whether live data was in time.
class LatenciesTest {
  private final Latencies latencies = new Latencies();

  // One in twenty may be late, not two.
  @Test
  void findsTheOneThatNineteenOfTwentyDoNotExceed() {
    for (int i = 3_000; i > 0; i--) {
      latencies.add(i);
    }
    assertThat(latencies.quantile(0.95)).isEqualTo(2_850);
    assertThat(latencies.quantile(0.5)).isEqualTo(1_500);
    assertThat(latencies.max()).isEqualTo(3_000);
  }

  @Test
  void roundsToTheLateSide() {
    latencies.add(1);
    latencies.add(9);
    assertThat(latencies.quantile(0.51)).isEqualTo(9);
  }

  @Test
  void knowsNothingOfNothing() {
    assertThat(latencies.quantile(0.95)).isEqualTo(-1);
  }
}
