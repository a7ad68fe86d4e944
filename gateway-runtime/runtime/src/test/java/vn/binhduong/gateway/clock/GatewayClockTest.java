package vn.binhduong.gateway.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;

class GatewayClockTest {
  private static final long S = 1_000_000_000L;
  private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant TRUTH = Instant.parse("2026-11-23T10:00:00Z");

  /// Clocks set by hand.
  private static final class FakeTime implements TimeSource, SyncSource {
    long monotonic = 5 * S;
    long wall = 7 * S;
    boolean synced;

    @Override
    public long monotonicNanos() {
      return monotonic;
    }

    @Override
    public long wallNanos() {
      return wall;
    }

    @Override
    public boolean synchronised() {
      return synced;
    }

    @Override
    public String name() {
      return "by hand";
    }

    void pass(long nanos) {
      monotonic += nanos;
      wall += nanos;
    }
  }

  private final FakeTime time = new FakeTime();
  private final List<ClockOffset> log = new ArrayList<>();

  private GatewayClock clock(Instant lastPersisted) {
    if (!lastPersisted.equals(Instant.EPOCH)) {
      long nanos = lastPersisted.getEpochSecond() * S;
      log.add(new ClockOffset(new UUID(7, 7), 0, nanos, ClockState.SYNCED));
    }
    return new GatewayClock(
        ClockSettings.DEFAULTS,
        new UUID(1, 1),
        time,
        time,
        BUILT,
        List.of(),
        List.copyOf(log),
        log::add);
  }

  private static Instant wall(GatewayClock clock, BootTime at) {
    return Instant.ofEpochMilli(clock.wall(at).epochMillis());
  }

  @Test
  void theFloorIsTheLaterOfBuildAndLastPersistedTime() {
    GatewayClock clock = clock(TRUTH);
    assertThat(wall(clock, clock.now())).isEqualTo(TRUTH.plusSeconds(5));
    log.clear();
    assertThat(wall(clock(Instant.EPOCH), clock.now())).isEqualTo(BUILT.plusSeconds(5));
  }

  // What a driver reads never steps, and comes back as the monotonic time it was.
  @Test
  void theDriverClockNeverSteps() {
    GatewayClock clock = clock(Instant.EPOCH);
    Instant before = clock.driverClock().instant();
    BootTime at = clock.now();
    time.pass(10 * S);
    time.synced = true;
    time.wall = TRUTH.getEpochSecond() * S;
    clock.check();
    assertThat(clock.driverClock().instant()).isEqualTo(before.plusSeconds(10));
    assertThat(clock.of(before)).isEqualTo(at);
    assertThat(clock.steady(at)).isEqualTo(before);
    assertThat(wall(clock, clock.now())).isEqualTo(TRUTH);
    assertThat(wall(clock, at)).isEqualTo(TRUTH.minusSeconds(10));
  }

  @Test
  void listenersHearOfACorrectionOnce() {
    GatewayClock clock = clock(Instant.EPOCH);
    List<ClockChange> changes = new ArrayList<>();
    clock.onChange(changes::add);
    time.synced = true;
    time.wall = TRUTH.getEpochSecond() * S;
    clock.check();
    clock.check();
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().correctsBoot()).isTrue();
    assertThat(changes.getFirst().before().state()).isEqualTo(ClockState.UNSYNCED);
    assertThat(changes.getFirst().after().state()).isEqualTo(ClockState.SYNCED);
    assertThat(log).endsWith(changes.getFirst().after());
  }

  // A sample taken just after the last comparison, and sent before the next: it is final only if
  // nobody has stepped the clock meanwhile.
  @Test
  void aSampleIsFinalOnlyWhenTheClocksStillAgree() {
    time.synced = true;
    time.wall = TRUTH.getEpochSecond() * S;
    GatewayClock clock = clock(Instant.EPOCH);
    time.pass(20 * S);
    clock.check();
    time.pass(S / 4);
    BootTime before = clock.now();
    assertThat(clock.wall(before).state()).isEqualTo(ClockState.SYNCED);
    time.pass(S / 4);
    time.wall -= 3 * 3600 * S;
    BootTime after = clock.now();
    assertThat(clock.wall(after).state()).isEqualTo(ClockState.ESTIMATED);
    clock.check();
    assertThat(clock.wall(before).state()).isEqualTo(ClockState.SYNCED);
    assertThat(clock.wall(clock.now()).state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(clock, clock.now())).isEqualTo(Instant.EPOCH.plusNanos(time.wall));
  }

  // The process was away while the clock was set: what an earlier one measured in this boot has a
  // new
  // time now, and whoever consumes it must hear so.
  @Test
  void aCorrectionDuringARestartIsTold() {
    clock(Instant.EPOCH);
    time.synced = true;
    time.wall = TRUTH.getEpochSecond() * S;
    GatewayClock again = clock(Instant.EPOCH);
    List<ClockChange> changes = new ArrayList<>();
    again.onChange(changes::add);
    assertThat(changes).singleElement().matches(ClockChange::correctsBoot);
    log.clear();
    List<ClockChange> none = new ArrayList<>();
    clock(Instant.EPOCH).onChange(none::add);
    assertThat(none).as("a first process has nothing to correct").isEmpty();
  }

  // A clock before the build time is wrong, whoever says that it is synchronised.
  @Test
  void aClockBeforeTheBuildIsNotBelieved() {
    time.synced = true;
    GatewayClock clock = clock(Instant.EPOCH);
    assertThat(clock.state()).isEqualTo(ClockState.UNSYNCED);
  }

  // A last persisted time that lay in the future must not shut out the right time for ever.
  @Test
  void aTimeBeforeTheLastPersistedIsBelieved() {
    time.synced = true;
    time.wall = TRUTH.getEpochSecond() * S;
    GatewayClock clock = clock(TRUTH.plus(Duration.ofDays(400)));
    assertThat(clock.state()).isEqualTo(ClockState.SYNCED);
    assertThat(wall(clock, clock.now())).isEqualTo(TRUTH);
  }

  @Test
  void theDriftIsStated() {
    GatewayClock clock = clock(Instant.EPOCH);
    BootTime early = clock.now();
    assertThat(clock.drift(early)).isNull();
    time.pass(2_000 * S);
    time.synced = true;
    time.wall = TRUTH.getEpochSecond() * S;
    clock.check();
    assertThat(clock.drift(early)).isEqualTo(Duration.ofMillis(100));
    assertThat(clock.drift(clock.now())).isZero();
  }

  @Test
  void instantsBeforeTheBootAreRefused() {
    GatewayClock clock = clock(Instant.EPOCH);
    assertThatThrownBy(() -> clock.of(clock.driverClock().instant().minusSeconds(6)))
        .hasMessageContaining("before the boot");
    assertThatThrownBy(() -> clock.of(Instant.MAX)).hasMessageContaining("out of range");
  }
}
