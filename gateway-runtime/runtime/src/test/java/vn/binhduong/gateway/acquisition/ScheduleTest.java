package vn.binhduong.gateway.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final long MS = 1_000_000L;

  // Monotonic 5,000 ms is 10:00:03.250 on the wall; the 10 s marks are at 10:00:00 and 10:00:10.
  @ParameterizedTest
  @CsvSource({"0, 11750", "1500, 13250", "3249, 14999", "3250, 15000", "9999, 11749"})
  void theFirstPollFallsOnAMarkOfTheWallClock(long phaseMillis, long expectedMillis) {
    long wallMillis = 1_763_863_203_250L;
    Schedule schedule =
        Schedule.aligned(
            5_000 * MS, wallMillis, Duration.ofSeconds(10), Duration.ofMillis(phaseMillis));
    assertThat(schedule.after(5_000 * MS)).isEqualTo(expectedMillis * MS);
  }

  @Test
  void theNextInstantIsLaterThanNow() {
    Schedule schedule = new Schedule(100, 10);
    assertThat(schedule.after(99)).isEqualTo(100);
    assertThat(schedule.after(100)).isEqualTo(110);
    assertThat(schedule.after(109)).isEqualTo(110);
    assertThat(schedule.after(-5)).isZero();
  }

  // However late each poll is, the instants stay on the grid: no drift in a million polls.
  @Test
  void latenessNeverAccumulates() {
    Random random = new Random(42);
    Schedule schedule = new Schedule(7, 1_000);
    long now = 0;
    for (int i = 0; i < 1_000_000; i++) {
      long due = schedule.after(now);
      assertThat((due - 7) % 1_000 == 0 && due > now && due - now <= 1_000).isTrue();
      now = due + random.nextInt(900);
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 110, 0", "100, 120, 1", "100, 150, 4", "105, 110, 0", "100, 100, 0"})
  void skippedInstantsAreCounted(long first, long next, long skipped) {
    assertThat(new Schedule(100, 10).between(first, next)).isEqualTo(skipped);
  }

  @Test
  void devicesAreSpreadTheSameWayEachTime() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(DeviceSpec.spread("wx1", minute)).isEqualTo(DeviceSpec.spread("wx1", minute));
    assertThat(DeviceSpec.spread("wx1", minute)).isNotEqualTo(DeviceSpec.spread("wx2", minute));
    assertThat(DeviceSpec.spread("wx1", minute)).isBetween(Duration.ZERO, minute.minusNanos(1));
  }
}
