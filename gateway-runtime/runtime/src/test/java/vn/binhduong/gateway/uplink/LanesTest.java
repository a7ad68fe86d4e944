package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Position;

/// What is read in which lane: nothing twice, nothing never.
class LanesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long LAG = 30 * SECOND;

  private final MemoryLog log = new MemoryLog();
  private ClockState clock = ClockState.SYNCED;
  private long now = 1000 * SECOND;

  private Lanes lanes() {
    return new Lanes(
        log,
        MemoryLog.BOOT,
        at -> new WallTime(at.nanos(), clock, 1),
        new Lanes.Limits(10, 100_000, 0, LAG, 60 * SECOND, 60 * SECOND),
        now);
  }

  /// All batches that a lane gives now, acknowledged.
  private List<String> drain(Lanes lanes, Lane lane) {
    List<String> sent = new ArrayList<>();
    lanes.fill(now);
    for (Batch batch = lanes.poll(lane, now); batch != null; batch = lanes.poll(lane, now)) {
      sent.add(batch.toString());
      log.acknowledge(batch.epoch(), batch.device(), batch.from(), batch.to());
      lanes.done(batch, false, now);
      lanes.fill(now);
    }
    return sent;
  }

  // After a start, what waited is history, and what comes is live, although both are in one log.
  @Test
  void separatesWhatWaitedFromWhatComes() {
    log.measure("aq1", 15, now);
    Lanes lanes = lanes();
    log.measure("aq1", 5, now);
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq1 16..20");
    assertThat(drain(lanes, Lane.HISTORY)).containsExactly("aq1 1..10", "aq1 11..15");
    assertThat(lanes.historyWaits()).isFalse();
    assertThat(log.pendingCount()).isZero();
  }

  // The gateway stream has a lane of its own: an alarm behind a million samples goes first.
  @Test
  void readsEventsByThemselves() {
    log.measure("aq1", 5_000, now);
    log.append(new Event(new BootTime(MemoryLog.BOOT, now), "alarm", "{}"));
    Lanes lanes = lanes();
    assertThat(drain(lanes, Lane.EVENT)).containsExactly("gateway 1..1");
  }

  // Live that has not caught up for so long jumps to the head; what it leaves is history, and
  // nothing is left out.
  @Test
  void jumpsWhenItIsBehind() {
    Lanes lanes = lanes();
    log.measure("aq1", 2_000, now);
    lanes.fill(now);
    now += LAG + 1;
    lanes.fill(now);
    log.measure("aq1", 5, now);
    List<String> live = drain(lanes, Lane.LIVE);
    assertThat(live).contains("aq1 2001..2005").hasSizeLessThan(20);
    drain(lanes, Lane.HISTORY);
    assertThat(log.pendingCount()).isZero();
    assertThat(lanes.historyWaits()).isFalse();
  }

  // A second jump while the first is still being drained: two pieces of history, both sent.
  @Test
  void keepsEveryPieceOfHistory() {
    log.measure("aq1", 400, now);
    Lanes lanes = lanes();
    for (int outage = 0; outage < 3; outage++) {
      log.measure("aq1", 400, now);
      lanes.fill(now);
      now += LAG + 1;
      lanes.fill(now);
    }
    drain(lanes, Lane.LIVE);
    drain(lanes, Lane.HISTORY);
    assertThat(log.pendingCount()).isZero();
  }

  // What is on its way is not read a second time, though it is pending until it is acknowledged.
  @Test
  void readsNothingTwice() {
    Lanes lanes = lanes();
    log.measure("aq1", 5, now);
    lanes.fill(now);
    Batch batch = Objects.requireNonNull(lanes.poll(Lane.LIVE, now));
    lanes.resend(MemoryLog.EPOCH, "aq1", 6, 9, new Position(1, 0));
    lanes.fill(now);
    assertThat(lanes.poll(Lane.HISTORY, now)).isNull();
    lanes.done(batch, false, now);
  }

  // With `ack: ioc`: what the IOC did not confirm is read again as history, and only that.
  @Test
  void readsAgainWhatWasNotConfirmed() {
    Lanes lanes = lanes();
    log.measure("aq1", 10, now);
    lanes.fill(now);
    Batch batch = Objects.requireNonNull(lanes.poll(Lane.LIVE, now));
    lanes.done(batch, true, now);
    log.acknowledge(MemoryLog.EPOCH, "aq1", 1, 6);
    lanes.settled(MemoryLog.EPOCH, "aq1", 1, 6);
    assertThat(lanes.underWay(MemoryLog.EPOCH, "aq1", 1, 6)).isFalse();
    lanes.resend(MemoryLog.EPOCH, "aq1", 1, 10, new Position(1, 0));
    assertThat(drain(lanes, Lane.HISTORY)).containsExactly("aq1 7..10");
  }

  // Another device is not held up by a topic that is not allowed; when it is, everything comes.
  @Test
  void readsAgainWhatAHeldTopicPassedBy() {
    Lanes lanes = lanes();
    log.measure("aq1", 5, now);
    lanes.fill(now);
    Batch refused = Objects.requireNonNull(lanes.poll(Lane.LIVE, now));
    lanes.refused(refused, Held.Why.DENIED, now + 100);
    log.measure("aq1", 5, now);
    log.measure("aq2", 5, now);
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq2 1..5");
    assertThat(lanes.denied()).containsExactly("live/aq1");
    assertThat(lanes.historyFlows()).isFalse();
    now += 100;
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq1 1..5");
    assertThat(drain(lanes, Lane.HISTORY)).containsExactly("aq1 6..10");
    assertThat(log.pendingCount()).isZero();
  }

  // Samples of this boot wait for the clock, those of another do not: nothing more can be learnt.
  @Test
  void holdsOnlyWhatTheClockCanStillCorrect() {
    clock = ClockState.UNSYNCED;
    Lanes lanes = lanes();
    log.measure("aq1", 3, now);
    assertThat(drain(lanes, Lane.LIVE)).isEmpty();
    for (int i = 0; i < 6; i++) {
      now += 10 * SECOND + 1;
      lanes.fill(now);
    }
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq1 1..3");
    UUID other = new UUID(1, 1);
    log.append(
        new vn.binhduong.gateway.model.Sample(
            "aq2",
            new BootTime(other, now),
            ((vn.binhduong.gateway.model.Sample) log.entries.getFirst().entry()).readings()));
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq2 1..1");
  }

  // A slow link gets small messages.
  @Test
  void makesHistoryAsSmallAsAsked() {
    log.measure("aq1", 20, now);
    Lanes lanes = lanes();
    lanes.limitHistory(2 * (8 + 24), 2);
    assertThat(drain(lanes, Lane.HISTORY)).hasSize(10).startsWith("aq1 1..2");
  }

  // The end is near: what has not waited long enough goes too, and it is known when all is gone.
  @Test
  void knowsWhenNothingIsLeft() {
    Lanes lanes =
        new Lanes(
            log,
            MemoryLog.BOOT,
            MemoryLog::wall,
            new Lanes.Limits(10, 100_000, 10 * SECOND, LAG, 0, 60 * SECOND),
            now);
    log.measure("aq1", 3, now);
    assertThat(drain(lanes, Lane.LIVE)).isEmpty();
    assertThat(lanes.nothingToSend(now)).isFalse();
    lanes.hurry(now);
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq1 1..3");
    assertThat(lanes.nothingToSend(now)).isTrue();
  }

  // A stop does not wait for the time of the next attempt: a topic that the broker refused a moment
  // ago, and would take now, is not left for the next start. One attempt, so that a broker that
  // goes
  // on refusing does not hold the stop up.
  @Test
  void triesARefusedTopicOnceMoreBeforeTheEnd() {
    Lanes lanes = lanes();
    log.measure("aq1", 3, now);
    lanes.fill(now);
    Batch batch = Objects.requireNonNull(lanes.poll(Lane.LIVE, now));
    lanes.refused(batch, Held.Why.RETRY, now + 4 * SECOND);
    assertThat(lanes.poll(Lane.LIVE, now)).isNull();
    assertThat(lanes.nothingToSend(now)).isTrue();
    lanes.hurry(now);
    assertThat(lanes.nothingToSend(now)).isFalse();
    assertThat(lanes.poll(Lane.LIVE, now)).isEqualTo(batch);
    lanes.refused(batch, Held.Why.RETRY, now + 8 * SECOND);
    assertThat(lanes.nothingToSend(now)).isTrue();
    lanes.hurry(now);
    assertThat(drain(lanes, Lane.LIVE)).containsExactly("aq1 1..3");
    assertThat(log.pendingCount()).isZero();
  }
}
