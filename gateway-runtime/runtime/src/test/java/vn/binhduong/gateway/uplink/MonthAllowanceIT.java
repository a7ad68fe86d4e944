package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

/// A metered month over restarts, lost files and clocks that are not set.
class MonthAllowanceIT {
  private static final long MINUTE = 60_000_000_000L;
  private static final Instant START = Instant.parse("2026-11-11T00:00:00Z");

  @TempDir Path directory;

  private final List<String> alarms = new ArrayList<>();
  private Meter meter = new Meter(false);
  private long now;

  private MonthAllowance allowance() {
    meter = new Meter(false);
    return new MonthAllowance(
        new MonthBudget(30_000_000, 1, ZoneOffset.UTC),
        directory,
        meter,
        (code, severity, active, text) -> alarms.add(code + " " + active));
  }

  private void tick(MonthAllowance allowance) {
    now += MINUTE;
    allowance.tick(
        new WallTime(START.toEpochMilli() + now / 1_000_000, ClockState.SYNCED, 1), true, now);
  }

  // A power cut between two writes takes at most what passed since the last one.
  @Test
  void remembersOverARestart() {
    MonthAllowance before = allowance();
    tick(before);
    meter.read(1_000_000);
    tick(before);
    MonthAllowance after = allowance();
    tick(after);
    assertThat(Objects.requireNonNull(after.figures()).usedBytes()).isEqualTo(1_000_000);
  }

  @Test
  void assumesAnEvenMonthWhenItsFileIsDamaged() throws Exception {
    for (String damage : List.of("", "month-1 2026", "\u0000\u0000\u0000")) {
      Files.writeString(directory.resolve("uplink-month"), damage);
      MonthAllowance allowance = allowance();
      tick(allowance);
      assertThat(Objects.requireNonNull(allowance.figures()).usedBytes())
          .as("used after %s", damage)
          .isBetween(9_900_000L, 10_100_000L);
    }
  }

  // One digit more would be a budget more.
  @Test
  void believesNoCountWithoutItsChecksum() throws Exception {
    MonthAllowance before = allowance();
    tick(before);
    meter.read(25_000_000);
    tick(before);
    Path file = directory.resolve("uplink-month");
    Files.writeString(file, Files.readString(file).replace("25000000", "00000000"));
    MonthAllowance after = allowance();
    tick(after);
    assertThat(Objects.requireNonNull(after.figures()).usedBytes()).isGreaterThan(9_000_000);
  }

  // Nobody knows the month yet: it counts in the one that was known last, and nothing is refused
  // that the month allows.
  @Test
  void countsWhileNobodyKnowsTheTime() {
    MonthAllowance before = allowance();
    tick(before);
    meter.read(1_000_000);
    tick(before);
    MonthAllowance after = allowance();
    meter.read(500);
    now += MINUTE;
    after.tick(new WallTime(0, ClockState.UNSYNCED, 1), true, now);
    assertThat(Objects.requireNonNull(after.figures()).usedBytes()).isEqualTo(1_000_500);
    assertThat(after.allows()).isTrue();
  }

  // Backlog stops at its share, is told once, and goes on the next day.
  @Test
  void pausesBacklogForADay() {
    MonthAllowance allowance = allowance();
    tick(allowance);
    assertThat(allowance.allows()).isTrue();
    while (allowance.allows()) {
      allowance.sentHistory(10_000);
      meter.written(10_000);
    }
    tick(allowance);
    assertThat(allowance.hindrance()).contains("share of today");
    tick(allowance);
    assertThat(alarms).containsExactly("month-backlog-paused true");
    now += 24 * 60 * MINUTE;
    tick(allowance);
    assertThat(allowance.hindrance()).isEmpty();
    assertThat(alarms).containsExactly("month-backlog-paused true", "month-backlog-paused false");
  }

  // Live data is never held back; that it will not last is told once.
  @Test
  void saysThatTheMonthWillNotLast() {
    MonthAllowance allowance = allowance();
    tick(allowance);
    meter.read(29_000_000);
    tick(allowance);
    meter.read(2_000_000);
    tick(allowance);
    assertThat(allowance.allows()).isFalse();
    assertThat(allowance.hindrance()).contains("used up");
    assertThat(alarms).contains("month-budget-short true").hasSize(2);
  }
}
