package vn.binhduong.gateway.uplink;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is sent next over the connection of the moment, and what an answer means. Pure but for the
/// seams it is given; `now` (monotonic nanoseconds) is an argument, and nothing blocks.
///
/// Order of sending: answers to commands, events, births and live in turn, then ledgers, history
/// and replays. A suspect batch ([Held.Why#SUSPECT]) goes alone: nothing else is in flight with it.
///
/// For the uplink thread.
final class Outbox {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  /// Answers that wait for the window.
  static final int REPLIES_MAX = 64;

  /// Batches of live data in a row while backlog waits and none of it is in flight.
  private static final int LIVE_RUN_MAX = 4;

  /// Wait after the socket took nothing.
  private static final long BUSY_NANOS = 10_000_000L;

  private static final long NOT_HUSHED = Long.MIN_VALUE;

  private final UplinkSettings settings;
  private final Wire wire;
  private final Lanes lanes;
  private final Delivery delivery;
  private final Replays replays;
  private final Bulletins bulletins;
  private final Supplier<Outgoing> online;
  private final Supplier<Outgoing> offline;
  private final HistoryGate history;
  private final Tally tally;
  private final Allowance allowance;
  private final InFlight inFlight;
  private final Deque<Outgoing> replies = new ArrayDeque<>();

  private @Nullable Publisher publisher;
  private Terms terms = Terms.DEFAULTS;
  private long messageId;
  private long busyUntil;
  private long hushedAt = NOT_HUSHED;
  private long refreshAt;
  private boolean soloInFlight;
  private long othersAt = Long.MIN_VALUE;

  /// Whether the Will asks to be retained; a broker that retains nothing refuses a CONNECT with
  /// one.
  private boolean willRetained = true;

  private boolean feeding = true;
  private boolean accounted;
  private boolean birthWasLast;
  private int liveRun;

  /// @param online makes the `state` message that says online, `offline` the one that says not (it
  ///   is also the Will)
  /// @param history lets backlog pass
  Outbox(
      UplinkSettings settings,
      Wire wire,
      Lanes lanes,
      Delivery delivery,
      Replays replays,
      Bulletins bulletins,
      Supplier<Outgoing> online,
      Supplier<Outgoing> offline,
      HistoryGate history,
      Tally tally) {
    this.settings = settings;
    this.wire = wire;
    this.lanes = lanes;
    this.delivery = delivery;
    this.replays = replays;
    this.bulletins = bulletins;
    this.online = online;
    this.offline = offline;
    this.history = history;
    this.tally = tally;
    this.allowance =
        new Allowance(settings.progressTimeout().toNanos(), settings.messageKib() << 10);
    this.inFlight = new InFlight(allowance);
  }

  /// The last wish for a connection that is about to be made.
  Outgoing will() {
    Outgoing will = offline.get();
    return willRetained ? will : will.unretained();
  }

  /// A connection was made: subscribes and sends the greeting, and nothing else before it is
  /// answered.
  ///
  /// @return the id of the greeting; 0 when the socket takes nothing
  long open(Publisher open, Terms agreed, long now) {
    publisher = open;
    terms = agreed;
    allowance.agreed(agreed);
    int window = allowance.messages(Math.min(settings.inFlight(), agreed.receiveMaximum()));
    inFlight.open(window);
    history.connected(window, now);
    soloInFlight = false;
    hushedAt = NOT_HUSHED;
    open.subscribe(List.of(wire.topics().cmd(), wire.topics().ackFilter()));
    willRetained &= agreed.retainAvailable();
    Outgoing greeting = online.get();
    return send(open, new Cargo.Notice(greeting), greeting, now) ? messageId : 0;
  }

  /// The greeting was answered: everything may go.
  void greeted(long now) {
    refreshAt = now + settings.refresh().toNanos();
    bulletins.connected();
    lanes.online(now);
  }

  /// The broker answered one message.
  ///
  /// @return false when that message is not in flight
  boolean answered(long id, int reasonCode, long now) {
    InFlight.Flight flight = inFlight.remove(id, now);
    if (flight == null) {
      return false;
    }
    history.answered(flight, inFlight, now);
    Verdict verdict = Verdict.of(reasonCode);
    if (verdict == Verdict.DELIVERED || verdict == Verdict.UNHEARD) {
      tally.messagesAcked++;
    }
    switch (flight.cargo()) {
      case Cargo.Data data -> {
        othersAt = soloInFlight ? othersAt : now;
        soloInFlight = false;
        delivery.answered(data.batch(), wire.topicOf(data.batch()), reasonCode, now);
      }
      case Cargo.Notice notice -> {
        if (bulletins.answered(notice.message(), verdict)) {
          LOG.log(
              Level.WARNING,
              "uplink: the broker refuses topic {0} with {1}; tried again at the next refresh",
              notice.message().topic(),
              Verdict.nameOf(reasonCode));
        }
      }
      case Cargo.Reply reply -> {
        if (verdict != Verdict.DELIVERED && verdict != Verdict.UNHEARD) {
          LOG.log(
              Level.WARNING,
              "uplink: the broker refuses the answer on {0} with {1}",
              reply.message().topic(),
              Verdict.nameOf(reasonCode));
        }
      }
    }
    return true;
  }

  /// The connection ended: what was in flight goes again.
  ///
  /// @param before state of the link until now
  /// @param why it ended
  void ended(LinkState before, Failure why, long now) {
    publisher = null;
    allowance.ended(why, inFlight.size(), inFlight.bytes(), inFlight.largest(), now);
    Blame blame = Blame.of(before, why, soloInFlight);
    List<InFlight.Flight> flights = inFlight.drain();
    List<Batch> batches = new ArrayList<>();
    for (InFlight.Flight flight : flights.reversed()) {
      switch (flight.cargo()) {
        case Cargo.Data data -> batches.addFirst(data.batch());
        case Cargo.Reply reply -> replies.addFirst(reply.message());
        case Cargo.Notice notice -> {} // published again after the next connection
      }
    }
    soloInFlight = false;
    delivery.lost(batches, blame, othersAt, now);
    if (why.reasonCode() == Failure.RETAIN_NOT_SUPPORTED) {
      willRetained = false;
    }
  }

  /// Sends an answer as soon as there is room; the oldest is dropped when too many wait.
  void reply(Outgoing answer) {
    if (replies.size() >= REPLIES_MAX) {
      replies.remove();
    }
    replies.add(answer);
  }

  /// The end is near: from now on no sample waits for others to share a message, and what the
  /// broker refused is tried once more.
  void hurry(long now) {
    lanes.hurry(now);
  }

  /// Whether all that could be sent has been sent and answered.
  boolean drained(long now) {
    return inFlight.isEmpty() && replies.isEmpty() && lanes.nothingToSend(now);
  }

  /// From now on no samples, but the ledgers as soon as everything in flight is answered: the last
  /// word of this process on what is delivered.
  void account() {
    feeding = false;
  }

  /// Whether the ledgers are sent and answered.
  boolean accounted() {
    return accounted && inFlight.isEmpty() && !bulletins.waits();
  }

  /// Publishes `state` offline.
  void farewell(long now) {
    Publisher open = publisher;
    if (open != null) {
      Outgoing message = offline.get();
      send(open, new Cargo.Notice(message), message, now);
    }
  }

  /// Nothing is sent any more, and nothing is in flight.
  void close() {
    publisher = null;
    inFlight.drain();
  }

  /// When there may be more to send; `Long.MAX_VALUE` for never.
  long nextDue() {
    return lanes.nextDue();
  }

  /// Whether there is any backlog that is not in flight.
  boolean historyWaits() {
    return lanes.historyWaits();
  }

  /// Why no backlog goes although there is a connection, in one sentence; empty when it may go, or
  /// there is none.
  String historyHindrance() {
    List<String> held = lanes.denied();
    if (!held.isEmpty() && !lanes.historyFlows()) {
      return "the broker refuses " + String.join(", ", held);
    }
    if (!lanes.historyWaits()) {
      return delivery.unconfirmed() > 0 ? "it waits for the acknowledgement of the IOC" : "";
    }
    return history.hindrance();
  }

  /// What the broker does not let us publish.
  List<String> denied() {
    List<String> denied = new ArrayList<>(lanes.denied());
    denied.addAll(bulletins.denied());
    return denied;
  }

  InFlight inFlight() {
    return inFlight;
  }

  /// What the broker said of itself.
  Terms terms() {
    return terms;
  }

  /// Does what is due, apart from sending.
  void keepUp(long now) {
    if (now >= refreshAt) {
      refreshAt = now + settings.refresh().toNanos();
      bulletins.refresh(!terms.retainAvailable());
    }
    delivery.sweep(now);
  }

  /// Sends as much as may be in flight.
  void pump(long now) {
    Publisher open = publisher;
    if (open == null || now < busyUntil) {
      return;
    }
    if (!feeding && !accounted && inFlight.isEmpty()) {
      bulletins.account();
      accounted = true;
    }
    if (feeding && (lanes.suspectDue(now) || soloInFlight)) {
      tryASuspect(open, now);
      return;
    }
    hushedAt = NOT_HUSHED;
    while (inFlight.hasRoom()) {
      Outgoing reply = replies.poll();
      if (reply != null) {
        if (!send(open, new Cargo.Reply(reply), reply, now)) {
          replies.addFirst(reply);
          return;
        }
        continue;
      }
      Batch batch = feeding ? nextEvent(now) : null;
      Outgoing notice = batch == null ? nextBirth() : null;
      if (batch == null && notice == null && feeding) {
        batch = nextLive(now);
      }
      if (batch == null && notice == null) {
        notice = bulletins.pollLater();
      }
      if (notice != null) {
        if (!send(open, new Cargo.Notice(notice), notice, now)) {
          bulletins.unsent(notice);
          return;
        }
        continue;
      }
      if (batch == null && feeding) {
        batch = nextHistory(now);
      }
      if (batch == null) {
        return;
      }
      sendBatch(open, batch, now);
      if (now < busyUntil) {
        return;
      }
    }
  }

  /// A suspect goes alone, and only when the broker has acknowledged something else since nothing
  /// else is sent: that shows that the connection itself is well.
  private void tryASuspect(Publisher open, long now) {
    if (!inFlight.isEmpty()) {
      hushedAt = hushedAt == NOT_HUSHED ? now : hushedAt;
      return;
    }
    if (hushedAt == NOT_HUSHED || inFlight.answeredAt() < hushedAt) {
      hushedAt = hushedAt == NOT_HUSHED ? now : hushedAt;
      Outgoing probe = online.get();
      send(open, new Cargo.Notice(probe), probe, now);
      return;
    }
    Batch suspect = lanes.pollSuspect(now);
    if (suspect != null) {
      soloInFlight = sendBatch(open, suspect, now);
      hushedAt = soloInFlight ? NOT_HUSHED : hushedAt;
    }
  }

  private @Nullable Batch nextEvent(long now) {
    lanes.limitHistory(history.batchBytes(), history.batchesAhead());
    lanes.fill(now);
    return lanes.poll(Lane.EVENT, now);
  }

  /// Every second time at most: with a window of one message, many births would keep live data
  /// waiting.
  private @Nullable Outgoing nextBirth() {
    Outgoing birth = birthWasLast ? null : bulletins.pollUrgent();
    birthWasLast = birth != null;
    return birth;
  }

  /// Live data, and after some batches of it one of backlog, which would never go over a link that
  /// live data alone keeps busy.
  private @Nullable Batch nextLive(long now) {
    if (liveRun >= LIVE_RUN_MAX && inFlight.historyBytes() == 0) {
      liveRun = 0;
      Batch backlog = nextHistory(now);
      if (backlog != null) {
        return backlog;
      }
    }
    Batch batch = lanes.poll(Lane.LIVE, now);
    liveRun += batch == null ? 0 : 1;
    return batch;
  }

  private @Nullable Batch nextHistory(long now) {
    if (!history.open(inFlight, now)) {
      return null;
    }
    liveRun = 0;
    Batch batch = lanes.poll(Lane.HISTORY, now);
    if (batch == null) {
      replays.limit(history.batchBytes());
      batch = nextReplay(now);
    }
    return batch;
  }

  /// A suspect must not come back by a side door: the IOC asks for what it misses, and that is it.
  private @Nullable Batch nextReplay(long now) {
    for (Batch batch = replays.poll(now); batch != null; batch = replays.poll(now)) {
      if (!lanes.holdsAsSuspect(batch)) {
        return batch;
      }
      if (batch.size() > 1) {
        replays.split(batch);
      } else {
        replays.done(batch, false);
      }
    }
    return null;
  }

  /// Sends a batch, or sees to it that it is not lost. True when it is in flight.
  private boolean sendBatch(Publisher open, Batch batch, long now) {
    Outgoing message;
    try {
      message = wire.encode(batch);
    } catch (IllegalArgumentException | IllegalStateException e) {
      delivery.impossible(
          batch, wire.topicOf(batch), "it cannot be encoded: " + e.getMessage(), now);
      return false;
    }
    int bytes = message.wireBytes();
    boolean aboveTheirs = bytes > terms.maximumPacketSize();
    int most = allowance.messageBytes(settings.messageKib() << 10);
    if (aboveTheirs || (bytes > most && batch.size() > 1)) {
      delivery.tooLarge(
          batch,
          message.topic(),
          "it has %d bytes, the broker takes %d".formatted(bytes, terms.maximumPacketSize()),
          now);
      return false;
    }
    if (batch.isBacklog()) {
      history.encoded(batch, bytes);
      if (bytes > 2 * history.messageBytes() && batch.size() > 1) {
        // Made when the link was faster: live data would wait behind it.
        delivery.tooLarge(batch, message.topic(), "it is too large for this link", now);
        return false;
      }
    }
    if (inFlight.hasRoomFor(bytes) && send(open, new Cargo.Data(batch), message, now)) {
      if (batch.isBacklog()) {
        history.sent(batch, bytes);
      }
      return true;
    }
    busyUntil = now + BUSY_NANOS;
    if (batch.lane() == Lane.REPLAY) {
      replays.again(batch, now);
    } else {
      lanes.unsent(batch, now);
    }
    return false;
  }

  /// A broker would end the connection at such a message, again and again.
  private void leftOut(Cargo cargo, Outgoing message) {
    boolean news =
        switch (cargo) {
          case Cargo.Notice notice -> bulletins.tooLarge(notice.message());
          case Cargo.Reply reply -> true;
          case Cargo.Data data -> throw new IllegalStateException("not split: " + data.batch());
        };
    if (news) {
      LOG.log(
          Level.WARNING,
          "uplink: topic {0} is not published: it has {1} bytes, the broker takes {2}",
          message.topic(),
          Integer.toString(message.wireBytes()),
          Long.toString(terms.maximumPacketSize()));
    }
  }

  private boolean send(Publisher open, Cargo cargo, Outgoing message, long now) {
    if (message.wireBytes() > terms.maximumPacketSize()) {
      leftOut(cargo, message);
      return true;
    }
    long id = messageId + 1;
    if (!open.publish(id, terms.retainAvailable() ? message : message.unretained())) {
      busyUntil = now + BUSY_NANOS;
      return false;
    }
    messageId = id;
    int bytes = message.wireBytes();
    inFlight.add(id, cargo, bytes, now);
    tally.messagesSent++;
    tally.bytesSent += bytes;
    return true;
  }
}
