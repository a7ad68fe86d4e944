package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/// How long a drain still takes, told from how it went so far.
class DrainRateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long TICK = SECOND / 20;

  private final DrainRate rate = new DrainRate();

  /// Observes a backlog until `end`, every 50 ms.
  private void watch(long begin, long end, LongUnaryOperator backlog) {
    for (long now = begin; now <= end; now += TICK) {
      rate.observe(backlog.applyAsLong(now), now);
    }
  }

  // A million at 5,000 a second while 100 a second come: right once a tenth is drained, and all the
  // way.
  @Test
  void countsNetOfWhatComes() {
    LongUnaryOperator backlog = now -> 1_000_000 - 4_900 * now / SECOND;
    watch(0, 21 * SECOND, backlog);
    long left = backlog.applyAsLong(21 * SECOND);
    assertThat(rate.millisFor(left).orElseThrow())
        .isCloseTo(left * 1000 / 4_900, within(left * 10 / 4_900));
  }

  // Acknowledgements come in lumps, the first seconds are slow: the estimate holds still.
  @Test
  void forgivesLumpsAndASlowBeginning() {
    Random random = new Random(7);
    double left = 100_000;
    long now = 0;
    while (left > 85_000) {
      now += TICK;
      double perTick = now < 2 * SECOND ? 10 : 50;
      if (random.nextInt(20) == 0) {
        left -= 20 * perTick;
      }
      rate.observe((long) left, now);
    }
    double truth = left / 1000 * 1000;
    assertThat((double) rate.millisFor((long) left).orElseThrow())
        .isBetween(0.75 * truth, 1.25 * truth);
  }

  // As it went, twice, over 64 kB/s with a receive maximum of one, on a machine with much else to
  // do: two small messages before the size is found, then 1,000 samples each, some held up.
  @Test
  void isNotMisledByASlowBeginningOfFewMessages() {
    judge(
        21_900,
        new long[][] {
          {622, 60_000},
          {2028, 59_708},
          {3286, 59_416},
          {4410, 58_416},
          {4783, 57_416},
          {5113, 56_416},
          {5603, 55_416},
          {6157, 54_416},
          {6974, 53_416}
        });
    rate.reset();
    judge(
        17_800,
        new long[][] {
          {118, 60_000},
          {1763, 59_708},
          {2887, 59_416},
          {3698, 58_416},
          {4028, 57_416},
          {4674, 56_416},
          {4946, 55_416},
          {5160, 54_416},
          {5752, 53_416}
        });
  }

  /// @param took from the last of the steps on
  private void judge(long took, long[][] steps) {
    long end = steps[steps.length - 1][0];
    for (long millis = steps[0][0] / 50 * 50; millis <= end + 50; millis += 50) {
      long left = 60_000;
      for (long[] step : steps) {
        left = millis >= step[0] ? step[1] : left;
      }
      rate.observe(left, millis * 1_000_000);
      if (left > 57_000 && millis < 5_000) {
        assertThat(rate.millisFor(left)).as("at %d ms", millis).isEmpty();
      }
    }
    assertThat((double) rate.millisFor(53_416).orElseThrow()).isBetween(0.75 * took, 1.25 * took);
  }

  // One acknowledgement says little of the next.
  @Test
  void saysNothingOfTwoAcknowledgements() {
    watch(0, 3 * SECOND, now -> 10_000 - now / (1_200 * 1_000_000L) * 300);
    assertThat(rate.perSecond()).isZero();
  }

  // What came regularly and stops is not taken to go on.
  @Test
  void seesThatItStopped() {
    watch(0, 10 * SECOND, now -> 100_000 - 1_000 * now / SECOND);
    watch(10 * SECOND + TICK, 20 * SECOND, now -> 90_000);
    assertThat(rate.perSecond()).isLessThan(200);
  }

  // The link became four times slower an hour ago: what was before counts no more.
  @Test
  void followsTheLink() {
    watch(0, 600 * SECOND, now -> 10_000_000 - 4_000 * now / SECOND);
    long at = 10_000_000 - 4_000 * 600;
    watch(600 * SECOND + TICK, 4_200 * SECOND, now -> at - 1_000 * (now - 600 * SECOND) / SECOND);
    assertThat(rate.perSecond()).isCloseTo(1_000, within(20.0));
  }

  @Test
  void promisesNothingWhenItGrows() {
    watch(0, 10 * SECOND, now -> 1_000 + 3 * now / SECOND);
    assertThat(rate.millisFor(1_030)).isEmpty();
    assertThat(rate.perSecond()).isCloseTo(-3, within(0.5));
  }

  @Test
  void saysNothingAtFirst() {
    watch(0, SECOND / 2, now -> 1_000 - now / 1_000_000);
    assertThat(rate.millisFor(500)).isEmpty();
    assertThat(rate.millisFor(0)).isEqualTo(OptionalLong.of(0));
  }
}
