package vn.binhduong.gateway.uplink;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Topics;

/// The decisions of the uplink: when to connect, what to send next, what an answer means. Pure but
/// for the seams it is given; `now` (monotonic nanoseconds) is an argument, and nothing blocks but
/// `close`.
///
/// Order of sending: answers to commands, births, events, live, then ledgers, history and replays.
/// A suspect batch ([Held.Why#SUSPECT]) goes alone: nothing else is in flight with it.
///
/// For the uplink thread.
final class Conversation {
  private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

  /// Answers that wait for the window.
  static final int REPLIES_MAX = 64;

  /// A clock that may be wrong is asked again soon: it is set without telling us.
  private static final long CLOCK_RETRY_NANOS = 10_000_000_000L;

  /// Different failures logged before a connection lasts.
  private static final int SAID_MAX = 32;

  /// Wait after the socket took nothing.
  private static final long BUSY_NANOS = 10_000_000L;

  private static final long TICK_NANOS = 500_000_000L;

  private final UplinkSettings settings;
  private final Wire wire;
  private final Publisher.Source source;
  private final Consumer<Signal> signals;
  private final Lanes lanes;
  private final Delivery delivery;
  private final Replays replays;
  private final Bulletins bulletins;
  private final Supplier<Outgoing> online;
  private final Supplier<Outgoing> offline;
  private final BooleanSupplier clockSet;
  private final Backoff backoff;
  private final Tally tally;
  private final InFlight inFlight = new InFlight();
  private final Deque<Outgoing> replies = new ArrayDeque<>();

  private LinkState state = LinkState.IDLE;
  private @Nullable Publisher publisher;
  private Terms terms = Terms.DEFAULTS;
  private @Nullable Failure failure;
  private long connection;

  /// Failures that were logged since a connection lasted, so that a broker which is away, or takes
  /// and drops us again and again, is one line in the log and not one for each attempt.
  private final Set<Failure> said = new HashSet<>();

  private boolean flapping;
  private long messageId;
  private long greetingId;
  private long due;
  private long onlineSince;
  private long busyUntil;
  private long refreshAt;
  private boolean soloInFlight;
  private boolean feeding = true;
  private boolean accounted;
  private double historyTokens;
  private long tokensAt;

  /// @param online makes the `state` message that says online, `offline` the one that says not (it
  ///   is also the Will)
  /// @param clockSet whether the wall clock can be believed
  Conversation(
      UplinkSettings settings,
      Wire wire,
      Publisher.Source source,
      Consumer<Signal> signals,
      Lanes lanes,
      Delivery delivery,
      Replays replays,
      Bulletins bulletins,
      Supplier<Outgoing> online,
      Supplier<Outgoing> offline,
      BooleanSupplier clockSet,
      Backoff backoff,
      Tally tally) {
    this.settings = settings;
    this.wire = wire;
    this.source = source;
    this.signals = signals;
    this.lanes = lanes;
    this.delivery = delivery;
    this.replays = replays;
    this.bulletins = bulletins;
    this.online = online;
    this.offline = offline;
    this.clockSet = clockSet;
    this.backoff = backoff;
    this.tally = tally;
  }

  /// Begins; the first attempt is due at once.
  void start(long now) {
    move(LinkState.WAITING);
    due = now;
  }

  /// Takes what a connection reports. Signals of earlier connections are ignored.
  void on(Signal signal, long now) {
    if (signal.connection() != connection || state == LinkState.CLOSED) {
      return;
    }
    switch (signal) {
      case Signal.Connected connected -> connected(connected.terms(), now);
      case Signal.Subscribed subscribed -> {
        if (!subscribed.refused().isEmpty()) {
          LOG.log(
              Level.WARNING,
              "uplink: the broker refuses subscriptions: {0}; commands do not arrive",
              subscribed.refused());
        }
      }
      case Signal.Answered answered -> answered(answered.id(), answered.reasonCode(), now);
      case Signal.Arrived arrived -> throw new IllegalArgumentException("not here: " + arrived);
      case Signal.Ended ended -> ended(ended.failure(), now);
    }
  }

  /// Does what is due.
  void tick(long now) {
    switch (state) {
      case IDLE, CLOSED -> {}
      case WAITING -> {
        if (now >= due) {
          connect(now);
        }
      }
      case CONNECTING -> {
        if (now >= due) {
          ended(noAnswer(), now);
        }
      }
      case GREETING, ONLINE -> {
        if (inFlight.stalledNanos(now) > settings.progressTimeout().toNanos()) {
          ended(noProgress(), now);
          return;
        }
        if (state == LinkState.ONLINE) {
          keepUp(now);
          pump(now);
        }
      }
    }
  }

  /// When to call `tick` again at the latest.
  long nextDue(long now) {
    return switch (state) {
      case IDLE, CLOSED -> Long.MAX_VALUE;
      case WAITING, CONNECTING -> due;
      case GREETING -> now + TICK_NANOS;
      case ONLINE -> {
        long next = Math.min(now + TICK_NANOS, lanes.nextDue());
        yield Math.max(next, now + 1_000_000L);
      }
    };
  }

  /// Sends an answer as soon as there is room; the oldest is dropped when too many wait.
  void reply(Outgoing answer) {
    if (replies.size() >= REPLIES_MAX) {
      replies.remove();
    }
    replies.add(answer);
  }

  /// Whether everything sent was answered.
  boolean quiet() {
    return inFlight.isEmpty();
  }

  /// Whether there is a connection, or one that is being greeted.
  boolean isTalking() {
    return state == LinkState.ONLINE || state == LinkState.GREETING;
  }

  /// The end is near: from now on no sample waits for others to share a message.
  void hurry() {
    lanes.hurry();
  }

  /// Whether all that could be sent has been sent and answered.
  boolean drained(long now) {
    return state == LinkState.ONLINE
        && inFlight.isEmpty()
        && replies.isEmpty()
        && lanes.nothingToSend(now);
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

  /// Publishes `state` offline, where there is a connection.
  void farewell(long now) {
    Publisher open = publisher;
    if (open != null && state == LinkState.ONLINE) {
      Outgoing message = offline.get();
      send(open, new Cargo.Notice(message), message, now);
    }
  }

  /// Ends the connection, with a goodbye that takes at most `limit`. Idempotent.
  void close(Duration limit) {
    Publisher open = publisher;
    if (open != null) {
      if (state == LinkState.ONLINE && !limit.isZero()) {
        open.disconnect(limit);
      }
      open.discard();
    }
    publisher = null;
    inFlight.drain();
    move(LinkState.CLOSED);
  }

  LinkState state() {
    return state;
  }

  @Nullable Failure failure() {
    return failure;
  }

  OptionalLong onlineNanos(long now) {
    return state == LinkState.ONLINE ? OptionalLong.of(now - onlineSince) : OptionalLong.empty();
  }

  /// Nanoseconds to the next attempt.
  long waitNanos(long now) {
    return state == LinkState.WAITING ? Math.max(0, due - now) : 0;
  }

  /// Whether there is any backlog that is not in flight.
  boolean historyWaits() {
    return lanes.historyWaits();
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

  private void connect(long now) {
    connection++;
    tally.attempts++;
    move(LinkState.CONNECTING);
    due = now + settings.connectTimeout().toNanos();
    try {
      Publisher opened = source.open(connection, offline.get(), signals);
      publisher = opened;
      opened.connect();
    } catch (Publisher.SetupException e) {
      String message = String.valueOf(e.getMessage());
      ended(new Failure(Failure.Kind.SETTINGS, message), now);
    }
  }

  private void connected(Terms agreed, long now) {
    Publisher open = publisher;
    if (state != LinkState.CONNECTING || open == null) {
      return;
    }
    terms = agreed;
    tally.connects++;
    inFlight.open(Math.min(settings.inFlight(), agreed.receiveMaximum()));
    soloInFlight = false;
    move(LinkState.GREETING);
    Topics topics = wire.topics();
    open.subscribe(List.of(topics.cmd(), topics.ackFilter()));
    Outgoing greeting = online.get();
    greetingId = messageId + 1;
    if (!send(open, new Cargo.Notice(greeting), greeting, now)) {
      ended(new Failure(Failure.Kind.CONNECTION_LOST, "the socket takes nothing"), now);
    }
  }

  private void answered(long id, int reasonCode, long now) {
    InFlight.Flight flight = inFlight.remove(id, now);
    if (flight == null) {
      return;
    }
    Verdict verdict = Verdict.of(reasonCode);
    if (verdict == Verdict.DELIVERED || verdict == Verdict.UNHEARD) {
      tally.messagesAcked++;
    }
    switch (flight.cargo()) {
      case Cargo.Data data -> {
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
    if (state == LinkState.GREETING && id == greetingId) {
      greeted(now);
    }
  }

  private void greeted(long now) {
    move(LinkState.ONLINE);
    onlineSince = now;
    refreshAt = now + settings.refresh().toNanos();
    tokensAt = now;
    LOG.log(
        said.isEmpty() || !flapping ? Level.INFO : Level.DEBUG,
        "uplink: connected to {0} (window {1}, packets to {2} bytes{3})",
        settings.address(),
        Math.min(settings.inFlight(), terms.receiveMaximum()),
        Long.toString(terms.maximumPacketSize()),
        terms.retainAvailable() ? "" : ", nothing retained");
    failure = null;
    bulletins.connected();
    lanes.online(now);
  }

  private void ended(Failure why, long now) {
    if (state == LinkState.WAITING || state == LinkState.IDLE) {
      return;
    }
    Publisher open = publisher;
    publisher = null;
    if (open != null) {
      open.discard();
    }
    LinkState before = state;
    if (before == LinkState.ONLINE && now - onlineSince >= settings.stableAfter().toNanos()) {
      settled();
    } else if (before == LinkState.ONLINE) {
      flapping = true;
    }
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
    delivery.lost(batches, before == LinkState.ONLINE, flights.size() == 1, now);
    long wait = backoff.nextNanos();
    if (why.mayBeTheClock() && !clockSet.getAsBoolean()) {
      wait = Math.min(wait, CLOCK_RETRY_NANOS);
    }
    due = now + wait;
    if (said.size() < SAID_MAX && said.add(why)) {
      LOG.log(Level.WARNING, "uplink: no connection to {0}: {1}", settings.address(), why.text());
    }
    failure = why;
    move(LinkState.WAITING);
  }

  /// The connection lasts: what happens next is news again.
  private void settled() {
    backoff.stable();
    said.clear();
    flapping = false;
  }

  private void keepUp(long now) {
    if (now - onlineSince >= settings.stableAfter().toNanos()) {
      settled();
    }
    if (now >= refreshAt) {
      refreshAt = now + settings.refresh().toNanos();
      bulletins.refresh(!terms.retainAvailable());
    }
    delivery.sweep(now);
    if (settings.historyRate() > 0) {
      double rate = settings.historyRate();
      historyTokens = Math.min(rate, historyTokens + rate * (now - tokensAt) / 1e9);
    }
    tokensAt = now;
  }

  private void pump(long now) {
    Publisher open = publisher;
    if (open == null || now < busyUntil) {
      return;
    }
    if (!feeding && !accounted && inFlight.isEmpty()) {
      bulletins.account();
      accounted = true;
    }
    if (feeding && (lanes.suspectDue(now) || soloInFlight)) {
      if (inFlight.isEmpty()) {
        Batch suspect = lanes.pollSuspect(now);
        if (suspect != null) {
          soloInFlight = sendBatch(open, suspect, now);
        }
      }
      return;
    }
    while (inFlight.hasRoom()) {
      Outgoing reply = replies.poll();
      if (reply != null) {
        if (!send(open, new Cargo.Reply(reply), reply, now)) {
          replies.addFirst(reply);
          return;
        }
        continue;
      }
      Outgoing notice = bulletins.pollUrgent();
      Batch batch = notice == null && feeding ? nextUrgent(now) : null;
      if (notice == null && batch == null) {
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

  private @Nullable Batch nextUrgent(long now) {
    lanes.fill(now);
    Batch batch = lanes.poll(Lane.EVENT, now);
    return batch == null ? lanes.poll(Lane.LIVE, now) : batch;
  }

  private @Nullable Batch nextHistory(long now) {
    if (!inFlight.hasRoomForHistory(settings.historyShare())
        || !delivery.mayDrain()
        || (settings.historyRate() > 0 && historyTokens <= 0)) {
      return null;
    }
    Batch batch = lanes.poll(Lane.HISTORY, now);
    if (batch == null) {
      batch = replays.poll(now);
    }
    if (batch != null) {
      historyTokens -= batch.size();
    }
    return batch;
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
    if (aboveTheirs || (bytes > settings.messageKib() << 10 && batch.size() > 1)) {
      delivery.tooLarge(
          batch,
          message.topic(),
          "it has %d bytes, the broker takes %d".formatted(bytes, terms.maximumPacketSize()),
          now);
      return false;
    }
    if (inFlight.hasRoomFor(bytes) && send(open, new Cargo.Data(batch), message, now)) {
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

  private boolean send(Publisher open, Cargo cargo, Outgoing message, long now) {
    long id = messageId + 1;
    if (!open.publish(id, message)) {
      busyUntil = now + BUSY_NANOS;
      return false;
    }
    messageId = id;
    int bytes = message.wireBytes();
    inFlight.add(new InFlight.Flight(id, cargo, bytes), now);
    tally.messagesSent++;
    tally.bytesSent += bytes;
    return true;
  }

  private Failure noAnswer() {
    return new Failure(
        Failure.Kind.NO_ANSWER,
        "no answer within %d s".formatted(settings.connectTimeout().toSeconds()));
  }

  private Failure noProgress() {
    return new Failure(
        Failure.Kind.NO_PROGRESS,
        "messages are in flight and none was acknowledged for %d s"
            .formatted(settings.progressTimeout().toSeconds()));
  }

  /// The one place where the state changes.
  private void move(LinkState next) {
    boolean allowed =
        switch (state) {
          case IDLE -> next == LinkState.WAITING;
          case WAITING -> next == LinkState.CONNECTING;
          case CONNECTING -> next == LinkState.GREETING || next == LinkState.WAITING;
          case GREETING -> next == LinkState.ONLINE || next == LinkState.WAITING;
          case ONLINE -> next == LinkState.WAITING;
          case CLOSED -> false;
        };
    if (!allowed && next != LinkState.CLOSED) {
      throw new IllegalStateException("uplink: from " + state + " to " + next);
    }
    state = next;
  }
}
