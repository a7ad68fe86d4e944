package vn.binhduong.gateway.uplink;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.store.StreamLedger;

/// What becomes of a batch: delivered, tried again, held, split or given up. Nothing is tried for
/// ever at the head of a lane, and nothing is given up without a gap record.
///
/// For the uplink thread.
final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
  private static final long RETRY_FIRST_NANOS = 1_000_000_000L;

  private final Log log;
  private final Lanes lanes;
  private final Replays replays;
  private final Tally tally;
  private final long probeNanos;
  private final @Nullable Unconfirmed unconfirmed;
  private final Alarms alarms;
  private final Set<String> alarmed = new HashSet<>();

  /// Puts an alarm on the gateway stream.
  interface Alarms {
    void raise(String code, boolean active, @Nullable String device, String text);
  }

  /// @param probeNanos how often a refused topic is tried again; the bound of every wait
  /// @param unconfirmed with `ack: ioc` what waits for the IOC; null with `ack: broker`
  Delivery(
      Log log,
      Lanes lanes,
      Replays replays,
      Tally tally,
      long probeNanos,
      @Nullable Unconfirmed unconfirmed,
      Alarms alarms) {
    this.log = log;
    this.lanes = lanes;
    this.replays = replays;
    this.tally = tally;
    this.probeNanos = probeNanos;
    this.unconfirmed = unconfirmed;
    this.alarms = alarms;
  }

  /// The broker answered a batch.
  void answered(Batch batch, String topic, int reasonCode, long now) {
    Verdict verdict = Verdict.of(reasonCode);
    switch (verdict) {
      case DELIVERED, UNHEARD -> delivered(batch, topic, verdict == Verdict.UNHEARD, now);
      case RETRY -> {
        tally.refusals++;
        holdBack(batch, Held.Why.RETRY, now + retryNanos(lanes.attempts(batch)));
      }
      case DENIED -> {
        tally.refusals++;
        denied(batch, topic, reasonCode, now);
      }
      case REFUSED -> {
        tally.refusals++;
        giveUp(batch, "the broker refused it with " + Verdict.nameOf(reasonCode), topic, now);
      }
      case SPLIT -> {
        tally.refusals++;
        tooLarge(batch, topic, "the broker refused it with " + Verdict.nameOf(reasonCode), now);
      }
    }
  }

  /// A batch is larger than the broker takes.
  void tooLarge(Batch batch, String topic, String why, long now) {
    if (batch.size() == 1) {
      giveUp(batch, why, topic, now);
    } else if (batch.lane() == Lane.REPLAY) {
      replays.split(batch);
    } else {
      lanes.split(batch, now);
    }
  }

  /// A batch cannot be sent as it is: its entries are tried in halves, a single one is given up.
  void impossible(Batch batch, String topic, String why, long now) {
    tooLarge(batch, topic, why, now);
  }

  /// The connection ended with these in flight, in the order they were sent.
  void lost(List<Batch> batches, boolean blame, boolean alone, long now) {
    List<Batch> fromLog = new ArrayList<>();
    for (Batch batch : batches.reversed()) {
      if (batch.lane() == Lane.REPLAY) {
        Batch struck = blame ? batch.struck(alone) : batch;
        if (struck.soloFailures() >= LaneQueue.SOLO_FAILURES_MAX) {
          replays.done(struck, false);
        } else {
          replays.again(struck, now);
        }
      } else {
        fromLog.addFirst(batch);
      }
    }
    for (Batch hopeless : lanes.lost(fromLog, blame, alone, now)) {
      giveUp(
          hopeless,
          "the connection ended %d times with it alone in flight"
              .formatted(hopeless.soloFailures()),
          "its topic",
          now);
    }
  }

  /// The IOC has made these numbers durable.
  void confirmed(String device, Ack ack) {
    for (StreamLedger stream : log.ledger()) {
      if (stream.device().equals(device) && stream.epoch().equals(ack.epoch())) {
        for (Ranges.Range range : ack.covered().toList()) {
          long to = Math.min(range.to(), stream.last());
          if (range.from() <= to) {
            log.acknowledge(ack.epoch(), device, Math.max(1, range.from()), to);
            lanes.settled(ack.epoch(), device, range.from(), to);
          }
        }
        return;
      }
    }
    LOG.log(
        Level.DEBUG,
        "uplink: acknowledgement for {0} of epoch {1} ignored: no such stream",
        device,
        ack.epoch());
  }

  /// Sends again what the IOC has not confirmed in time.
  void sweep(long now) {
    Unconfirmed waiting = unconfirmed;
    if (waiting != null) {
      waiting.sweep(
          now,
          part -> {
            if (lanes.underWay(part.epoch(), part.device(), part.from(), part.to())) {
              lanes.resend(part.epoch(), part.device(), part.from(), part.to(), part.first());
            }
          });
    }
  }

  /// Whether backlog may be sent: not while the IOC owes too many confirmations.
  boolean mayDrain() {
    Unconfirmed waiting = unconfirmed;
    return waiting == null || !waiting.isFull();
  }

  private void delivered(Batch batch, String topic, boolean unheard, long now) {
    tally.samplesAcked += batch.size();
    tally.unheard += unheard ? 1 : 0;
    if (alarmed.remove(topic)) {
      LOG.log(Level.INFO, "uplink: topic {0} is allowed again", topic);
      alarms.raise(
          "uplink-denied", false, deviceOf(batch), "Topic " + topic + " is allowed again.");
    }
    Unconfirmed waiting = unconfirmed;
    if (waiting == null) {
      log.acknowledge(batch.epoch(), batch.device(), batch.from(), batch.to());
    }
    if (batch.lane() == Lane.REPLAY) {
      replays.done(batch, true);
      return;
    }
    if (waiting != null) {
      waiting.add(batch, now);
    }
    lanes.done(batch, waiting != null, now);
  }

  private void denied(Batch batch, String topic, int reasonCode, long now) {
    if (batch.lane() == Lane.REPLAY) {
      replays.done(batch, false);
      return;
    }
    lanes.refused(batch, Held.Why.DENIED, now + probeNanos);
    if (alarmed.add(topic)) {
      String text =
          "The broker refuses topic %s with %s; tried again every %d s."
              .formatted(topic, Verdict.nameOf(reasonCode), probeNanos / 1_000_000_000L);
      LOG.log(Level.ERROR, "uplink: {0}", text);
      alarms.raise("uplink-denied", true, deviceOf(batch), text);
    }
  }

  private void holdBack(Batch batch, Held.Why why, long due) {
    if (batch.lane() == Lane.REPLAY) {
      replays.again(batch, due);
    } else {
      lanes.refused(batch, why, due);
    }
  }

  private void giveUp(Batch batch, String why, String topic, long now) {
    if (batch.lane() == Lane.REPLAY) {
      replays.done(batch, false);
      return;
    }
    if (batch.device().equals(Entry.GATEWAY)) {
      if (batch.size() > 1) {
        lanes.split(batch, now);
        return;
      }
      if (isGapOfTheGatewayStream(batch)) {
        // A gap record about this gap record would be refused for the same reason, without end.
        lanes.refused(batch, Held.Why.DENIED, now + probeNanos);
        return;
      }
    }
    LOG.log(
        Level.ERROR, "uplink: {0} given up and recorded as a gap: {1} ({2})", batch, why, topic);
    tally.quarantined += batch.size();
    log.quarantine(batch.epoch(), batch.device(), batch.from(), batch.to());
    lanes.done(batch, false, now);
  }

  private static boolean isGapOfTheGatewayStream(Batch batch) {
    return batch.items().getFirst().stored().entry() instanceof Event event
        && event.kind().equals(GatewayEvent.Gap.KIND)
        && event.json().contains("\"dev\":\"" + Entry.GATEWAY + "\"");
  }

  private static @Nullable String deviceOf(Batch batch) {
    return batch.device().equals(Entry.GATEWAY) ? null : batch.device();
  }

  private long retryNanos(int attempts) {
    return Math.min(probeNanos, RETRY_FIRST_NANOS << Math.min(attempts, 20));
  }
}
