package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arithmetic of a metered link.
class MonthBudgetTest {
  private static final long MIB = 1 << 20;
  private static final Instant TENTH = Instant.parse("2026-11-11T00:00:00Z");

  private final MonthBudget budget = new MonthBudget(300 * MIB, 1, ZoneOffset.UTC);

  /// A count at that instant with `other` bytes a day measured over two days.
  private MonthBudget.Count count(long used, long dayHistory, long otherPerDay) {
    return new MonthBudget.Count(
        LocalDate.parse("2026-11-01"),
        used,
        LocalDate.parse("2026-11-11"),
        dayHistory,
        2.0 * otherPerDay,
        2 * 86_400.0);
  }

  // 200 MiB left for 20 days, live takes 4 a day: 120 are spare, 6 a day.
  @Test
  void spreadsWhatLiveDoesNotNeed() {
    MonthBudget.Decision decision = budget.decide(count(100 * MIB, 0, 4 * MIB), TENTH);
    assertThat(decision.state()).isEqualTo(MonthBudget.State.OPEN);
    assertThat(decision.dayShareBytes()).isCloseTo(6 * MIB, within(10L));
    assertThat(decision.otherPerDayBytes()).isCloseTo(4 * MIB, within(10L));
  }

  // The share of a day does not shrink while it is used.
  @Test
  void keepsTheShareOfADay() {
    MonthBudget.Decision half = budget.decide(count(103 * MIB, 3 * MIB, 4 * MIB), TENTH);
    assertThat(half.dayShareBytes()).isCloseTo(6 * MIB, within(10L));
    assertThat(half.state()).isEqualTo(MonthBudget.State.OPEN);
    MonthBudget.Decision all = budget.decide(count(106 * MIB, 6 * MIB, 4 * MIB), TENTH);
    assertThat(all.state()).isEqualTo(MonthBudget.State.DAY_USED);
  }

  @Test
  void keepsBackWhatLiveNeeds() {
    assertThat(budget.decide(count(290 * MIB, 0, 4 * MIB), TENTH).state())
        .isEqualTo(MonthBudget.State.SHORT);
    assertThat(budget.decide(count(300 * MIB, 0, 0), TENTH).state())
        .isEqualTo(MonthBudget.State.USED_UP);
  }

  // Before anything was measured half of the budget is live's.
  @Test
  void assumesHalfForLiveAtFirst() {
    MonthBudget.Count fresh = budget.fresh(TENTH);
    assertThat(budget.decide(fresh, TENTH).otherPerDayBytes()).isEqualTo(5 * MIB);
  }

  // Live in a drain: only what is not backlog counts as the need of live.
  @Test
  void measuresLiveBesideADrain() {
    MonthBudget.Count count = budget.fresh(TENTH);
    for (int minute = 0; minute < 60; minute++) {
      count = count.plus(60_000 + 600_000, 600_000, 60);
    }
    assertThat(budget.decide(count, TENTH).otherPerDayBytes())
        .isCloseTo(86_400_000L, within(1_000L));
    assertThat(count.used()).isEqualTo(60L * 660_000);
    assertThat(count.dayHistory()).isEqualTo(60L * 600_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2026-11-30T23:59:59Z, 2026-11-01",
    "1, 2026-12-01T00:00:00Z, 2026-12-01",
    "20, 2026-11-19T23:59:59Z, 2026-10-20",
    "20, 2026-11-20T00:00:00Z, 2026-11-20",
    "28, 2027-01-01T00:00:00Z, 2026-12-28",
  })
  void knowsTheMonth(int startsOn, Instant now, LocalDate first) {
    assertThat(new MonthBudget(1, startsOn, ZoneOffset.UTC).monthOf(now)).isEqualTo(first);
  }

  // Bills are made by local time.
  @Test
  void usesLocalMidnight() {
    MonthBudget local = new MonthBudget(1, 1, ZoneId.of("Asia/Ho_Chi_Minh"));
    assertThat(local.monthOf(Instant.parse("2026-11-30T17:00:00Z"))).isEqualTo("2026-12-01");
  }

  @Test
  void beginsAnewEachMonthAndDay() {
    MonthBudget.Count count = count(100 * MIB, 3 * MIB, 4 * MIB);
    MonthBudget.Count nextDay = budget.at(count, Instant.parse("2026-11-12T08:00:00Z"));
    assertThat(nextDay.used()).isEqualTo(100 * MIB);
    assertThat(nextDay.dayHistory()).isZero();
    MonthBudget.Count nextMonth = budget.at(count, Instant.parse("2026-12-01T08:00:00Z"));
    assertThat(nextMonth.used()).isZero();
    assertThat(nextMonth.otherBytes()).as("the need of live stays known").isPositive();
  }

  // A clock that was a year ahead and is corrected does not give the budget away a second time.
  @Test
  void forgetsNothingWhenTheClockGoesBack() {
    MonthBudget.Count ahead =
        budget.at(count(100 * MIB, 0, 0), Instant.parse("2027-11-11T00:00:00Z"));
    MonthBudget.Count again = budget.at(ahead.plus(50 * MIB, 0, 1), TENTH);
    assertThat(again.month()).isEqualTo("2026-11-01");
    assertThat(again.used()).isEqualTo(50 * MIB);
  }

  // Ten of thirty days are over: a third of the budget is taken as used.
  @Test
  void assumesAnEvenMonthWhenTheCountIsGone() {
    assertThat(budget.assumed(TENTH).used()).isCloseTo(100 * MIB, within(10L));
  }

  @Test
  void countsNothingWithoutABudget() {
    MonthBudget none = new MonthBudget(0, 1, ZoneOffset.UTC);
    assertThat(none.decide(none.fresh(TENTH).plus(1L << 40, 1L << 40, 1), TENTH).state())
        .isEqualTo(MonthBudget.State.UNLIMITED);
  }

  // A whole month, a backlog that would take it all: the month is never exceeded, and live never
  // waits.
  @Test
  void lastsToTheEnd() {
    Instant now = Instant.parse("2026-11-01T00:00:00Z");
    MonthBudget.Count count = budget.fresh(now);
    long history = 0;
    while (now.isBefore(Instant.parse("2026-12-01T00:00:00Z"))) {
      count = budget.at(count, now);
      boolean open = budget.decide(count, now).state() == MonthBudget.State.OPEN;
      long batch = open ? 100_000 : 0;
      history += batch;
      count = count.plus(batch + 3_000, batch, 60);
      now = now.plusSeconds(60);
    }
    // The last message may pass over the edge.
    assertThat(count.used()).isLessThanOrEqualTo(budget.bytes() + 103_000);
    assertThat(count.used()).isGreaterThan(budget.bytes() * 95 / 100);
    assertThat(history).isGreaterThan(budget.bytes() / 2);
  }
}
