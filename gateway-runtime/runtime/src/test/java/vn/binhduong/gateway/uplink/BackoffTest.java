package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final long MILLI = 1_000_000L;

  // Doubles up to the bound, and begins anew only after a stable link.
  @Test
  void doublesToTheBound() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), 0, () -> 1 - 1e-12);
    assertThat(
            IntStream.range(0, 5)
                .mapToLong(i -> backoff.nextNanos(Backoff.Cause.OWN_LINK) / MILLI + 1)
                .toArray())
        .containsExactly(750, 1500, 3000, 3750, 3750);
    backoff.stable();
    assertThat(backoff.nextNanos(Backoff.Cause.OWN_LINK) / MILLI + 1).isEqualTo(750);
  }

  // A broker that ended a working connection, or says it is busy, is given more time at once.
  @Test
  void waitsLongerWhereTheWholeFleetIsHit() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), 0, () -> 1 - 1e-12);
    assertThat(backoff.nextNanos(Backoff.Cause.BROKER_ENDED) / MILLI + 1).isEqualTo(6_000);
    assertThat(backoff.nextNanos(Backoff.Cause.OWN_LINK) / MILLI + 1).isEqualTo(12_000);
    assertThat(backoff.nextNanos(Backoff.Cause.BROKER_BUSY) / MILLI + 1).isEqualTo(24_000);
    assertThat(backoff.nextNanos(Backoff.Cause.BROKER_BUSY) / MILLI + 1).isEqualTo(48_000);
  }

  // A fleet that draws the same random number is still spread.
  @Test
  void spreadsGatewaysByTheirPhase() {
    long distinct =
        IntStream.range(0, 1000)
            .mapToObj(i -> "BD-GW-%06d".formatted(i))
            .mapToInt(id -> (int) (Backoff.phaseOf(id) * 100))
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(90);
  }
}
