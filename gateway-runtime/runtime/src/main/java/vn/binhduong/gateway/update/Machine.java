package vn.binhduong.gateway.update;

import java.time.Duration;
import java.util.Optional;

/// The ways an update can go. Pure: the present journal and what happened give the next journal, which is made durable before
/// anything is done about it.
///
///     IDLE --Begin--> DOWNLOADING --Installed--> DOWNLOADED --Apply--> UPDATING --Outcome--> IDLE/1 or IDLE/8
///                     |  Attempt: counted        |  Defer: DOWNLOADED/11        (only the supervisor ends it,
///                     |                          |                               or nobody took the request: IDLE/8)
///                     +--Refused--> IDLE/2..9    |
///                     +--Cancel---> IDLE/10  <---+
///                     +--Clear----> IDLE/0   <---+
///                     +--deadline-> IDLE/4       +--deadline--> IDLE/10
///
/// States and results are those of the LwM2M object Firmware Update. A signal that has no way from a state changes nothing
/// and is answered with nothing (4.05 there).
public final class Machine {
  /// Downloads begun for one package at most.
  static final int ATTEMPTS_MAX = 500;

  /// How long fetching one package may take in all, while a process runs.
  static final Duration DOWNLOADING_MAX = Duration.ofDays(7);

  /// How long a package may wait in its slot to be used.
  static final Duration DOWNLOADED_MAX = Duration.ofDays(60);

  /// How long the supervisor may take to take a request up.
  static final Duration UNANSWERED_MAX = Duration.ofMinutes(10);

  /// How long the supervisor may take from there; its own bounds end it within minutes.
  static final Duration SUPERVISED_MAX = Duration.ofDays(1);

  private Machine() {}

  /// The journal after a signal; empty when the signal has no way from this state.
  public static Optional<Journal> next(Journal now, Signal signal) {
    return switch (signal) {
      case Signal.Told() -> Optional.of(now.withTold());
      case Signal.Passed(Duration time) -> Optional.of(passed(now, time));
      default ->
          switch (now.state()) {
            case IDLE -> idle(signal);
            case DOWNLOADING -> downloading(now, signal);
            case DOWNLOADED -> downloaded(now, signal);
            case UPDATING -> updating(now, signal);
          };
    };
  }

  private static Optional<Journal> idle(Signal signal) {
    return signal instanceof Signal.Begin(String id, String source)
        ? Optional.of(
            new Journal(
                UpdateState.DOWNLOADING,
                ResultCode.INITIAL,
                "",
                id,
                source,
                "",
                "",
                "",
                0,
                0,
                true))
        : Optional.empty();
  }

  private static Optional<Journal> downloading(Journal now, Signal signal) {
    return switch (signal) {
      case Signal.Attempt(String etag) ->
          Optional.of(
              now.attempts() >= ATTEMPTS_MAX
                  ? now.ended(
                      ResultCode.CONNECTION_LOST,
                      "gave up after %d attempts".formatted(ATTEMPTS_MAX))
                  : now.withAttempt(now.attempts() + 1, etag));
      case Signal.Refused(ResultCode code, String reason) -> Optional.of(now.ended(code, reason));
      case Signal.Installed(Manifest manifest) ->
          Optional.of(now.of(manifest).in(UpdateState.DOWNLOADED));
      case Signal.Cancel() -> Optional.of(now.ended(ResultCode.CANCELLED, "called off"));
      case Signal.Clear() -> Optional.of(Journal.EMPTY);
      default -> Optional.empty();
    };
  }

  private static Optional<Journal> downloaded(Journal now, Signal signal) {
    return switch (signal) {
      case Signal.Apply() -> Optional.of(now.in(UpdateState.UPDATING));
      case Signal.Defer(String reason) -> Optional.of(now.withResult(ResultCode.DEFERRED, reason));
      case Signal.Cancel() -> Optional.of(now.ended(ResultCode.CANCELLED, "called off"));
      case Signal.Clear() -> Optional.of(Journal.EMPTY);
      default -> Optional.empty();
    };
  }

  private static Optional<Journal> updating(Journal now, Signal signal) {
    return signal instanceof Signal.Outcome(boolean confirmed, String reason)
        ? Optional.of(now.ended(confirmed ? ResultCode.SUCCESS : ResultCode.FAILED, reason))
        : Optional.empty();
  }

  private static Journal passed(Journal now, Duration time) {
    Journal later = now.withSpent(now.spentMillis() + time.toMillis());
    Duration spent = Duration.ofMillis(later.spentMillis());
    return switch (now.state()) {
      case IDLE -> now;
      case DOWNLOADING ->
          spent.compareTo(DOWNLOADING_MAX) > 0
              ? now.ended(
                  ResultCode.CONNECTION_LOST,
                  "gave up after %d days".formatted(DOWNLOADING_MAX.toDays()))
              : later;
      case DOWNLOADED ->
          spent.compareTo(DOWNLOADED_MAX) > 0
              ? now.ended(
                  ResultCode.CANCELLED,
                  "nobody used it within %d days".formatted(DOWNLOADED_MAX.toDays()))
              : later;
      // Before it is taken up, see #unanswered: that is decided with the supervisor's journal in
      // hand.
      case UPDATING ->
          spent.compareTo(SUPERVISED_MAX) > 0
              ? now.ended(
                  ResultCode.FAILED,
                  "the update supervisor took it up and did not end it within %d h"
                      .formatted(SUPERVISED_MAX.toHours()))
              : later;
    };
  }

  /// Whether a request has waited so long that no supervisor seems to be there.
  static boolean unanswered(Journal now) {
    return now.state() == UpdateState.UPDATING
        && Duration.ofMillis(now.spentMillis()).compareTo(UNANSWERED_MAX) > 0;
  }
}
