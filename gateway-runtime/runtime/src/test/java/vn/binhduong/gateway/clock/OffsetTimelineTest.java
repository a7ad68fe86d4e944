package vn.binhduong.gateway.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

class OffsetTimelineTest {
  private static final long S = 1_000_000_000L;
  private static final long BOUND = 50_000_000L;
  private static final UUID BOOT = new UUID(1, 1);
  private static final UUID NEXT_BOOT = new UUID(2, 2);
  private static final long FLOOR = Instant.parse("2026-11-01T00:00:00Z").getEpochSecond() * S;
  private static final long TRUTH = Instant.parse("2026-11-23T10:00:00Z").getEpochSecond() * S;

  private final List<ClockOffset> log = new ArrayList<>();
  private long agreed;

  private OffsetTimeline timeline(UUID boot) {
    OffsetTimeline timeline = new OffsetTimeline(boot, FLOOR, List.copyOf(log));
    log.addAll(timeline.begin());
    return timeline;
  }

  private void observe(OffsetTimeline timeline, long mono, long wall, boolean synced) {
    log.addAll(timeline.observe(mono, wall, synced, BOUND, agreed));
    agreed = mono;
  }

  private static WallTime wall(OffsetTimeline timeline, UUID boot, long nanos) {
    return timeline.wall(new BootTime(boot, nanos));
  }

  @Test
  void beforeAnySyncTimeCountsFromTheFloor() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 5 * S, 7 * S, false); // the system clock says 1970
    WallTime wall = wall(timeline, BOOT, 5 * S);
    assertThat(wall.state()).isEqualTo(ClockState.UNSYNCED);
    assertThat(wall.epochMillis()).isEqualTo((FLOOR + 5 * S) / 1_000_000);
  }

  // Ten minutes of samples from a board that woke up in 1970, then the step of 56 years.
  @Test
  void theFirstSyncCorrectsTheWholeBoot() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, 1 * S, false);
    observe(timeline, 600 * S, TRUTH + 600 * S, true);
    WallTime early = wall(timeline, BOOT, 10 * S);
    assertThat(early.state()).isEqualTo(ClockState.ESTIMATED);
    assertThat(early.epochMillis()).isEqualTo((TRUTH + 10 * S) / 1_000_000);
    assertThat(wall(timeline, BOOT, 600 * S).state()).isEqualTo(ClockState.SYNCED);
    assertThat(timeline.nanosFromSync(new BootTime(BOOT, 10 * S))).isEqualTo(590 * S);
    assertThat(timeline.nanosFromSync(new BootTime(BOOT, 700 * S))).isZero();
  }

  // What was sent is never computed otherwise later.
  @Test
  void aStepDoesNotRewriteThePast() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, TRUTH + 1 * S, true);
    WallTime sent = wall(timeline, BOOT, 100 * S);
    observe(timeline, 199 * S, TRUTH + 199 * S, true);
    observe(timeline, 200 * S, TRUTH + 203 * S, true);
    assertThat(wall(timeline, BOOT, 100 * S)).isEqualTo(sent);
    assertThat(wall(timeline, BOOT, 199 * S).epochMillis())
        .isEqualTo((TRUTH + 199 * S) / 1_000_000);
    assertThat(wall(timeline, BOOT, 200 * S).epochMillis())
        .isEqualTo((TRUTH + 203 * S) / 1_000_000);
    assertThat(wall(timeline, BOOT, 200 * S).offset()).isNotEqualTo(sent.offset());
  }

  @Test
  void aDeviationWithinTheBoundIsNoStep() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, TRUTH + 1 * S, true);
    assertThat(timeline.observe(100 * S, TRUTH + 100 * S + BOUND, true, BOUND, 99 * S)).isEmpty();
    assertThat(timeline.observe(100 * S, TRUTH + 100 * S - BOUND - 1, true, BOUND, 99 * S))
        .hasSize(2);
  }

  // Between the last comparison that agreed and the one that did not, nobody knows.
  @Test
  void whatWasMeasuredAroundAStepIsMarked() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, TRUTH + 1 * S, true);
    observe(timeline, 100 * S, TRUTH + 100 * S, true);
    observe(timeline, 101 * S, TRUTH + 3701 * S, true);
    assertThat(wall(timeline, BOOT, 100 * S).state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(timeline, BOOT, 100 * S + 1).state()).isEqualTo(ClockState.ESTIMATED);
    assertThat(wall(timeline, BOOT, 101 * S - 1).state()).isEqualTo(ClockState.ESTIMATED);
    assertThat(wall(timeline, BOOT, 101 * S).state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(timeline, BOOT, 101 * S).epochMillis())
        .isEqualTo((TRUTH + 3701 * S) / 1_000_000);
  }

  // Two steps within seconds: the clock is not called synchronised before it is quiet again.
  @Test
  void aClockThatStepsAgainAtOnceIsNotBelieved() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, TRUTH + 1 * S, true);
    observe(timeline, 4 * S, TRUTH + 3604 * S, true);
    assertThat(wall(timeline, BOOT, 5 * S).state()).isEqualTo(ClockState.ESTIMATED);
    assertThat(wall(timeline, BOOT, 5 * S).epochMillis()).isEqualTo((TRUTH + 3605 * S) / 1_000_000);
    observe(timeline, 13 * S, TRUTH + 13 * S, true); // and back
    observe(timeline, 14 * S, TRUTH + 14 * S, true);
    observe(timeline, 22 * S, TRUTH + 22 * S, true);
    assertThat(wall(timeline, BOOT, 22 * S).state()).isEqualTo(ClockState.ESTIMATED);
    observe(timeline, 23 * S, TRUTH + 23 * S, true);
    assertThat(wall(timeline, BOOT, 23 * S).state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(timeline, BOOT, 23 * S).epochMillis()).isEqualTo((TRUTH + 23 * S) / 1_000_000);
  }

  // A clock that once ran a year ahead, and was set back, says nothing about how late it is.
  @Test
  void onlyTheNewestEntryVouchesForTheTime() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, TRUTH + 400L * 86_400 * S, true);
    observe(timeline, 100 * S, TRUTH + 100 * S, true);
    observe(timeline, 200 * S, TRUTH + 200 * S, true);
    assertThat(OffsetTimeline.lastVouched(log, List.of(new BootTime(BOOT, 300 * S))))
        .isEqualTo(TRUTH + 300 * S);
    assertThat(OffsetTimeline.lastVouched(log, List.of())).isEqualTo(TRUTH + 100 * S);
    assertThat(OffsetTimeline.lastVouched(List.of(), List.of())).isZero();
  }

  // A time source gone mad must not fill the store with offsets.
  @Test
  void stepsAreTakenAtABoundedRate() {
    OffsetTimeline timeline = timeline(BOOT);
    for (int second = 1; second <= 1000; second++) {
      observe(timeline, second * S, TRUTH + second % 2 * 3600L * S, true);
    }
    assertThat(log).hasSizeLessThan(110);
  }

  @Test
  void losingSyncKeepsTheOffsetAsAnEstimate() {
    OffsetTimeline timeline = timeline(BOOT);
    observe(timeline, 1 * S, TRUTH + 1 * S, true);
    observe(timeline, 99 * S, TRUTH + 99 * S, true);
    observe(timeline, 100 * S, TRUTH + 500 * S, false);
    assertThat(wall(timeline, BOOT, 99 * S).state()).isEqualTo(ClockState.SYNCED);
    WallTime after = wall(timeline, BOOT, 160 * S);
    assertThat(after.state()).isEqualTo(ClockState.ESTIMATED);
    assertThat(after.epochMillis()).isEqualTo((TRUTH + 160 * S) / 1_000_000);
    assertThat(timeline.nanosFromSync(new BootTime(BOOT, 160 * S))).isEqualTo(61 * S - 1);
    observe(timeline, 200 * S, TRUTH + 200 * S, true);
    assertThat(wall(timeline, BOOT, 200 * S).state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(timeline, BOOT, 160 * S).state()).isEqualTo(ClockState.ESTIMATED);
  }

  // The backlog of the last boot keeps its times after a reboot, whatever the new boot knows.
  @Test
  void earlierBootsKeepTheirOffsets() {
    OffsetTimeline first = timeline(BOOT);
    observe(first, 1 * S, 1 * S, false);
    observe(first, 60 * S, TRUTH + 60 * S, true);
    WallTime before = wall(first, BOOT, 30 * S);

    OffsetTimeline second = timeline(NEXT_BOOT);
    assertThat(wall(second, BOOT, 30 * S)).isEqualTo(before);
    assertThat(wall(second, BOOT, 90 * S).state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(second, NEXT_BOOT, 3 * S).state()).isEqualTo(ClockState.UNSYNCED);
  }

  // A restart of the process is no reboot: nothing is forgotten and nothing recorded twice.
  @Test
  void aRestartWithinTheBootGoesOn() {
    OffsetTimeline first = timeline(BOOT);
    observe(first, 60 * S, TRUTH + 60 * S, true);
    int records = log.size();

    OffsetTimeline again = timeline(BOOT);
    observe(again, 70 * S, TRUTH + 70 * S, true);
    assertThat(log).hasSize(records);
    assertThat(wall(again, BOOT, 10 * S).state()).isEqualTo(ClockState.ESTIMATED);
    assertThat(wall(again, BOOT, 65 * S)).isEqualTo(wall(first, BOOT, 65 * S));
  }

  @Test
  void aBootThatNeverSyncedStaysUnsynced() {
    timeline(BOOT);
    OffsetTimeline second = timeline(NEXT_BOOT);
    observe(second, 5 * S, TRUTH, true);
    assertThat(wall(second, BOOT, 5 * S).state()).isEqualTo(ClockState.UNSYNCED);
    assertThat(second.nanosFromSync(new BootTime(BOOT, 5 * S))).isEqualTo(-1);
  }

  @Test
  void aBootOfWhichNothingWasKeptCountsFromTheFloor() {
    WallTime wall = wall(timeline(BOOT), new UUID(9, 9), 5 * S);
    assertThat(wall.state()).isEqualTo(ClockState.UNSYNCED);
    assertThat(wall.epochMillis()).isEqualTo((FLOOR + 5 * S) / 1_000_000);
  }
}
