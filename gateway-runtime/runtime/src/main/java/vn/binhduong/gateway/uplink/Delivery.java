package vn.binhduong.gateway.uplink;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.store.StreamLedger;

/// What becomes of a batch: delivered, tried again, held, split or given up. Nothing is tried for
/// ever at the head of a lane, and nothing is given up without a gap record.
///
/// For the uplink thread.
final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
  private static final String SUSPECT_ALARM = "uplink-suspect";
  private static final String UNHEARD_ALARM = "uplink-unheard";
  private static final long RETRY_FIRST_NANOS = 1_000_000_000L;

  /// Refusals and ends of connections after which a part of a replay is left out.
  private static final int REPLAY_STRIKES_MAX = 12;

  private final Log log;
  private final Lanes lanes;
  private final Replays replays;
  private final Tally tally;
  private final long probeNanos;
  private final @Nullable Unconfirmed unconfirmed;
  private final Alarms alarms;
  private final Set<String> alarmed = new HashSet<>();
  private final Hearing hearing = new Hearing();

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
        if (batch.lane() == Lane.REPLAY) {
          replayRefused(batch.struck(false), now);
        } else {
          lanes.refused(batch, Held.Why.RETRY, now + retryNanos(lanes.attempts(batch)));
        }
      }
      case DENIED -> {
        tally.refusals++;
        denied(batch, topic, reasonCode, now);
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
  ///
  /// @param othersAt when a message with data that was not on trial was last acknowledged
  void lost(List<Batch> batches, Blame blame, long othersAt, long now) {
    List<Batch> fromLog = new ArrayList<>();
    for (Batch batch : batches.reversed()) {
      if (batch.lane() == Lane.REPLAY) {
        replayLost(blame == Blame.NONE ? batch : batch.struck(false), now);
      } else {
        fromLog.addFirst(batch);
      }
    }
    if (blame == Blame.ALONE) {
      fromLog.forEach(this::suspected);
    }
    for (Batch hopeless : lanes.lost(fromLog, blame, othersAt, now)) {
      giveUp(
          hopeless,
          "%d connections that were well ended with it alone in flight"
              .formatted(hopeless.soloFailures()),
          "its topic",
          now);
    }
  }

  /// Somebody should know; and the event is data of another stream, whose arrival shows that it is
  /// not data as such at which the connection ends.
  private void suspected(Batch batch) {
    if (!batch.device().equals(Entry.GATEWAY) && alarmed.add(suspectKey(batch))) {
      alarms.raise(
          SUSPECT_ALARM,
          true,
          batch.device(),
          "The connection ended with %s alone in flight; it is tried again over connections that are well."
              .formatted(batch));
    }
  }

  private void cleared(Batch batch, String how) {
    if (alarmed.remove(suspectKey(batch))) {
      alarms.raise(SUSPECT_ALARM, false, batch.device(), batch + " " + how);
    }
  }

  private static String suspectKey(Batch batch) {
    return SUSPECT_ALARM + " " + batch.device();
  }

  private void replayRefused(Batch batch, long now) {
    if (batch.strikes() >= REPLAY_STRIKES_MAX) {
      replays.done(batch, false);
    } else {
      replays.again(batch, now + retryNanos(batch.strikes() - 1));
    }
  }

  /// A replay is a copy: what ends connections is narrowed down and then left out, and the answer
  /// says how many samples went.
  private void replayLost(Batch batch, long now) {
    if (batch.strikes() >= REPLAY_STRIKES_MAX) {
      replays.done(batch, false);
    } else if (batch.strikes() >= Blame.STRIKES_MAX && batch.size() > 1) {
      replays.split(batch);
    } else {
      replays.again(batch, now);
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

  /// Why no backlog may be sent: the IOC owes too many confirmations. Empty when it may.
  String hindrance() {
    Unconfirmed waiting = unconfirmed;
    return waiting == null || !waiting.isFull()
        ? ""
        : "the IOC is behind with its acknowledgements";
  }

  /// Batches that the broker has and the IOC has not confirmed.
  int unconfirmed() {
    Unconfirmed waiting = unconfirmed;
    return waiting == null ? 0 : waiting.size();
  }

  private void delivered(Batch batch, String topic, boolean unheard, long now) {
    tally.samplesAcked += batch.size();
    cleared(batch, "was delivered.");
    tally.unheard += unheard ? 1 : 0;
    hearing(batch.topicClass(), !unheard, now);
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

  private void hearing(TopicClass topic, boolean heard, long now) {
    switch (hearing.answered(topic, heard, now)) {
      case NONE -> {}
      case NOBODY -> {
        String text =
            ("The broker takes what is sent to %s, and nobody subscribes to it (0x10): %s. Look at the"
                    + " IOC's consumer, its subscriptions and the broker's rules.")
                .formatted(
                    topic.level(),
                    unconfirmed == null
                        ? "it counts as delivered and reaches nobody"
                        : "it is sent again until the IOC acknowledges it");
        LOG.log(Level.ERROR, "uplink: {0}", text);
        alarms.raise(UNHEARD_ALARM, true, null, text);
      }
      case SOMEBODY -> {
        String text = "Somebody subscribes to %s again.".formatted(topic.level());
        LOG.log(Level.INFO, "uplink: {0}", text);
        alarms.raise(UNHEARD_ALARM, false, null, text);
      }
    }
  }

  /// What nobody listens to, for people; empty when all is well.
  Optional<String> warning() {
    return hearing.warning();
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
    cleared(batch, "was given up and is a gap.");
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
