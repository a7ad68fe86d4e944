package vn.binhduong.gateway.management;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// When to try to register, and when to give an attempt or a registration up. Leshan's own engine
/// waits ten minutes after a failure, every gateway the same, and none after a server that kicks;
/// here it makes one attempt and no more. Pure; for one thread.
///
///     WAITING --due--> REGISTERING --registered--> REGISTERED
///      ^ | ^               |  failed, too long         |  update failed, in doubt for too long
///      | | +---------------+---------------------------+
///      | +--due, no account or lost--> BOOTSTRAPPING
///      +---failed, too long; or written: the new account is tried at once---+
///
/// - The wait doubles from [#FIRST] to [#MOST] with full jitter and a phase of its own for each
///   gateway, and is the first again only after a registration that was stable for [#STABLE].
/// - An attempt takes [#ATTEMPT] at most. So a gateway is registered within [#MOST] and
///   [#ATTEMPT] after its link came back, under a minute.
/// - A registration that could not be updated begins anew with a full handshake.
/// - The bootstrap server is asked when no account is known, and when the known one is lost:
///   [#LOST_FAILURES] attempts in a row have failed and the given time has passed. After that the
///   known account has as many attempts again before the bootstrap server is asked anew; every other
///   time another account may have them, see [#another].
/// - What a bootstrap brought has [#PROOFS] attempts to prove itself; then it is the known account,
///   or nothing has changed.
final class Recovery {
  /// Ceiling of the first wait.
  static final Duration FIRST = Duration.ofSeconds(2);

  /// Ceiling of every wait.
  static final Duration MOST = Duration.ofSeconds(30);

  /// Bound of one attempt: DTLS and CoAP send again within it.
  static final Duration ATTEMPT = Duration.ofSeconds(25);

  /// Bound of a bootstrap: the answer, and everything that is written.
  static final Duration BOOTSTRAP = Duration.ofSeconds(60);

  /// Attempts to register that fail in a row before the account counts as lost.
  static final int LOST_FAILURES = 3;

  /// Attempts of a new account: one lost datagram is no proof against it.
  static final int PROOFS = 2;

  /// Bound of an update that has begun.
  static final Duration UPDATE = Duration.ofSeconds(25);

  /// A registration this old counts as stable.
  static final Duration STABLE = Duration.ofMinutes(2);

  /// Share of the ceiling that is the gateway's own place in the fleet.
  private static final double PHASE_SHARE = 0.25;

  private static final int DOUBLINGS_MAX = 10;

  /// Where it stands.
  enum State {
    WAITING,
    BOOTSTRAPPING,
    REGISTERING,
    REGISTERED
  }

  /// What to do with the client now.
  enum Action {
    NONE,
    /// Begin an attempt, with everything made anew.
    CONNECT,
    /// Ask the bootstrap server.
    BOOTSTRAP,
    /// Throw the connection away.
    DISCARD
  }

  private final double phase;
  private final DoubleSupplier random;
  private final @Nullable Duration bootstrapAfter;
  private State state = State.WAITING;
  private long dueNanos;
  private long sinceNanos;
  private boolean updating;
  private int failures;
  private boolean known;
  private int lostAttempts;
  private long lostNanos;
  private int proofs;

  /// Bootstraps since the last registration that came to nothing, or brought nothing that works.
  private int vain;

  /// Of a gateway that knows its server and has no other.
  Recovery(double phase, DoubleSupplier random, long now) {
    this(phase, random, true, null, now);
  }

  /// @param phase place of this gateway in the fleet, 0 to 1 (excluded)
  /// @param random uniform in 0 to 1 (excluded)
  /// @param known whether there is an account to register with
  /// @param bootstrapAfter how long that must have failed before the bootstrap server is asked;
  ///   null when there is none
  /// @param now monotonic, nanoseconds
  Recovery(
      double phase,
      DoubleSupplier random,
      boolean known,
      @Nullable Duration bootstrapAfter,
      long now) {
    if (!(phase >= 0 && phase < 1)) {
      throw new IllegalArgumentException("phase: expected 0 <= phase < 1, found " + phase);
    }
    this.phase = phase;
    this.random = random;
    this.known = known;
    this.bootstrapAfter = bootstrapAfter;
    this.lostNanos = now;
    this.dueNanos = now;
    this.sinceNanos = now;
  }

  State state() {
    return state;
  }

  /// When the present state began.
  long sinceNanos() {
    return sinceNanos;
  }

  /// Nanoseconds until the next attempt; 0 when none is waited for.
  long waitNanos(long now) {
    return state == State.WAITING ? Math.max(0, dueNanos - now) : 0;
  }

  /// Time has passed.
  Action tick(long now) {
    return switch (state) {
      case WAITING -> {
        if (now - dueNanos < 0) {
          yield Action.NONE;
        }
        if (lost(now)) {
          move(State.BOOTSTRAPPING, now);
          dueNanos = now + BOOTSTRAP.toNanos();
          yield Action.BOOTSTRAP;
        }
        move(State.REGISTERING, now);
        dueNanos = now + ATTEMPT.toNanos();
        yield Action.CONNECT;
      }
      case BOOTSTRAPPING, REGISTERING -> now - dueNanos < 0 ? Action.NONE : failed(now);
      case REGISTERED -> {
        if (now - sinceNanos >= STABLE.toNanos()) {
          failures = 0;
        }
        yield updating && now - dueNanos >= 0 ? failed(now) : Action.NONE;
      }
    };
  }

  private boolean lost(long now) {
    return bootstrapAfter != null
        && proofs == 0
        && (!known
            || (lostAttempts >= LOST_FAILURES && now - lostNanos >= bootstrapAfter.toNanos()));
  }

  /// Whether the account that a bootstrap brought is on trial.
  boolean proving() {
    return proofs > 0;
  }

  /// Whether it is the turn of another account than the known one, where there is one: the known
  /// account and the bootstrap have failed one after the other, an odd number of times.
  boolean another() {
    return proofs == 0 && vain % 2 == 1;
  }

  /// The bootstrap has brought an account, which is on trial from now on.
  Action bootstrapped(long now) {
    if (state != State.BOOTSTRAPPING) {
      return Action.NONE;
    }
    proofs = PROOFS;
    move(State.WAITING, now);
    dueNanos = now;
    return Action.DISCARD;
  }

  /// The server has registered the gateway.
  void registered(long now) {
    if (state == State.REGISTERING) {
      known = true;
      proofs = 0;
      vain = 0;
      updating = false;
      move(State.REGISTERED, now);
    }
  }

  /// An update has been sent; the answer is due.
  void updating(long now) {
    if (state == State.REGISTERED && !updating) {
      updating = true;
      dueNanos = now + UPDATE.toNanos();
    }
  }

  /// The server has answered an update.
  void updated() {
    updating = false;
  }

  /// The attempt or the registration came to nothing.
  Action failed(long now) {
    if (state == State.WAITING) {
      return Action.NONE;
    }
    double ceiling =
        Math.min(
            (double) MOST.toNanos(),
            (double) FIRST.toNanos() * Math.scalb(1.0, Math.min(failures, DOUBLINGS_MAX)));
    failures++;
    updating = false;
    count(now);
    move(State.WAITING, now);
    dueNanos =
        now + (long) (ceiling * (PHASE_SHARE * phase + (1 - PHASE_SHARE) * random.getAsDouble()));
    return Action.DISCARD;
  }

  /// What a failure says of the account that is known.
  private void count(long now) {
    switch (state) {
      case WAITING -> {}
      case BOOTSTRAPPING -> {
        vain++;
        hope(now);
      }
      case REGISTERED -> hope(now);
      case REGISTERING -> {
        if (proofs == 0) {
          lostAttempts++;
        } else if (--proofs == 0) {
          vain++;
          hope(now);
        }
      }
    }
  }

  private void hope(long now) {
    lostAttempts = 0;
    lostNanos = now;
  }

  private void move(State to, long now) {
    state = to;
    sinceNanos = now;
  }
}
