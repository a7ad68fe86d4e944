package vn.binhduong.gateway.uplink;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The life of the connection: when to connect, when to believe in it, when to throw it away. What
/// is sent over it is decided by the [Outbox]. Pure but for the seams it is given; `now` (monotonic
/// nanoseconds) is an argument, and nothing blocks but `close`.
///
/// For the uplink thread.
final class Conversation {
  private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

  /// Longest wait while only an unset clock keeps us from connecting.
  private static final long CLOCK_RETRY_NANOS = 10_000_000_000L;

  /// Different failures logged before a connection lasts.
  private static final int SAID_MAX = 32;

  private static final long TICK_NANOS = 500_000_000L;

  private final UplinkSettings settings;
  private final Publisher.Source source;
  private final Consumer<Signal> signals;
  private final Outbox outbox;
  private final BooleanSupplier clockSet;
  private final Backoff backoff;
  private final Tally tally;

  private LinkState state = LinkState.IDLE;
  private @Nullable Publisher publisher;
  private @Nullable Failure failure;
  private long connection;

  /// Failures that were logged since a connection lasted, so that a broker which is away, or takes
  /// and drops us again and again, is one line in the log and not one for each attempt.
  private final Set<Failure> said = new HashSet<>();

  private boolean flapping;
  private long greetingId;
  private long due;
  private long onlineSince;

  /// @param clockSet whether the wall clock can be believed
  Conversation(
      UplinkSettings settings,
      Publisher.Source source,
      Consumer<Signal> signals,
      Outbox outbox,
      BooleanSupplier clockSet,
      Backoff backoff,
      Tally tally) {
    this.settings = settings;
    this.source = source;
    this.signals = signals;
    this.outbox = outbox;
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

  /// The clock was set or lost. A connection that failed only because the clock was wrong is tried
  /// again at once.
  void clockChanged(long now) {
    Failure last = failure;
    if (state == LinkState.WAITING
        && last != null
        && last.kind() == Failure.Kind.CLOCK_NOT_SET
        && clockSet.getAsBoolean()) {
      backoff.stable();
      due = now;
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
        if (outbox.inFlight().stalledNanos(now) > settings.progressTimeout().toNanos()) {
          ended(noProgress(), now);
          return;
        }
        if (state == LinkState.ONLINE) {
          keepUp(now);
          outbox.pump(now);
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
        long next = Math.min(now + TICK_NANOS, outbox.nextDue());
        yield Math.max(next, now + 1_000_000L);
      }
    };
  }

  /// Whether everything sent was answered.
  boolean quiet() {
    return outbox.inFlight().isEmpty();
  }

  /// Whether there is a connection, or one that is being greeted.
  boolean isTalking() {
    return state == LinkState.ONLINE || state == LinkState.GREETING;
  }

  /// Whether all that could be sent has been sent and answered.
  boolean drained(long now) {
    return state == LinkState.ONLINE && outbox.drained(now);
  }

  /// Publishes `state` offline, where there is a connection.
  void farewell(long now) {
    if (state == LinkState.ONLINE) {
      outbox.farewell(now);
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
    outbox.close();
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

  Outbox outbox() {
    return outbox;
  }

  private void connect(long now) {
    connection++;
    tally.attempts++;
    move(LinkState.CONNECTING);
    due = now + settings.connectTimeout().toNanos();
    try {
      Publisher opened = source.open(connection, outbox.will(), signals);
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
    tally.connects++;
    move(LinkState.GREETING);
    greetingId = outbox.open(open, agreed, now);
    if (greetingId == 0) {
      ended(new Failure(Failure.Kind.CONNECTION_LOST, "the socket takes nothing"), now);
    }
  }

  private void answered(long id, int reasonCode, long now) {
    if (outbox.answered(id, reasonCode, now) && state == LinkState.GREETING && id == greetingId) {
      greeted(now);
    }
  }

  private void greeted(long now) {
    move(LinkState.ONLINE);
    onlineSince = now;
    Terms terms = outbox.terms();
    LOG.log(
        said.isEmpty() || !flapping ? Level.INFO : Level.DEBUG,
        "uplink: connected to {0} (window {1}, packets to {2} bytes{3})",
        settings.address(),
        Math.min(settings.inFlight(), terms.receiveMaximum()),
        Long.toString(terms.maximumPacketSize()),
        terms.retainAvailable() ? "" : ", nothing retained");
    failure = null;
    outbox.greeted(now);
  }

  private void ended(Failure found, long now) {
    if (state == LinkState.WAITING || state == LinkState.IDLE) {
      return;
    }
    Failure why = found.byClock(clockSet.getAsBoolean());
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
    outbox.ended(before, why, now);
    long wait = backoff.nextNanos(causeOf(before, why));
    if (why.kind() == Failure.Kind.CLOCK_NOT_SET) {
      wait = Math.min(wait, CLOCK_RETRY_NANOS);
    }
    due = now + wait;
    if (said.size() < SAID_MAX && said.add(why)) {
      LOG.log(Level.WARNING, "uplink: no connection to {0}: {1}", settings.address(), why.text());
    }
    failure = why;
    move(LinkState.WAITING);
  }

  private static Backoff.Cause causeOf(LinkState before, Failure why) {
    if (why.kind() == Failure.Kind.BROKER_BUSY) {
      return Backoff.Cause.BROKER_BUSY;
    }
    return before == LinkState.ONLINE && why.kind() == Failure.Kind.CONNECTION_LOST
        ? Backoff.Cause.BROKER_ENDED
        : Backoff.Cause.OWN_LINK;
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
    outbox.keepUp(now);
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
