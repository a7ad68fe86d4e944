package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which periods were seen.
class PeriodsTest {
  @Test
  void firstPeriodIsNew() {
    assertThat(Periods.NONE.seen(0)).isFalse();
    assertThat(Periods.NONE.missedBefore(812)).isZero();
    assertThat(Periods.NONE.beganAnew(812)).isFalse();
  }

  @Test
  void samePeriodIsSeenOnce() {
    assertThat(Periods.NONE.with(812).seen(812)).isTrue();
    assertThat(Periods.NONE.with(812).seen(813)).isFalse();
    assertThat(Periods.NONE.with(812).with(813).seen(812)).isFalse();
  }

  @Test
  void gapsAreCountedUntilPeriodsFollowOneAnother() {
    Periods gap = Periods.NONE.with(5).with(8);
    assertThat(gap.missed()).isEqualTo(2);
    assertThat(gap.with(10).missed()).isEqualTo(3);
    assertThat(gap.with(9).missed()).isZero();
  }

  // 65535 to 0, or a restart: how many were missed cannot be known, so none is claimed.
  @Test
  void countingMayBeginAnew() {
    Periods last = Periods.NONE.with(65_535);
    assertThat(last.beganAnew(0)).isTrue();
    assertThat(last.seen(0)).isFalse();
    assertThat(last.with(0).missed()).isZero();
  }
}
