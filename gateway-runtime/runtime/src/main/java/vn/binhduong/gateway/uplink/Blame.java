package vn.binhduong.gateway.uplink;

/// What an abnormal end of a connection says about the messages that were in flight.
///
/// A link that dies for reasons of its own takes down whatever is in flight with it, and looks like
/// a message at which the broker hangs up. A message is therefore tried on its own: as a suspect it
/// goes alone, over a connection that has lasted for a while and has just acknowledged something
/// else, each time for longer ([#trialNanos]). It is guilty when it ends [#TRIALS_MAX] such
/// connections one after another. As soon as a connection ends without a lone suspect in flight,
/// the link itself is shown to be bad, and all trials begin anew.
///
/// For a link that ends by chance, whatever is sent, the odds of a wrong verdict are those of three
/// ends that each fall into the one round trip of the suspect, with none in the 42 s of trial in
/// between: below one in ten thousand even when the link lives for 5 s on average and a round trip
/// takes 4 s.
enum Blame {
  /// The end has nothing to do with what was in flight (the broker goes down, or said why), or
  /// nothing of ours was.
  NONE,
  /// It ended before or while something other than a lone suspect was in flight: each message gets
  /// a strike, trials begin anew.
  SHARED,
  /// A lone suspect was in flight, on trial.
  ALONE;

  /// A single entry that fails so many trials in a row is given up.
  static final int TRIALS_MAX = 3;

  /// From so many strikes on a message is a suspect.
  static final int STRIKES_MAX = 2;

  /// The connection of a first trial has lasted so long, nanoseconds; live data goes first.
  static final long FIRST_TRIAL_NANOS = 2_000_000_000L;

  /// How long a connection must have lasted before a suspect may go over it: four times as long
  /// with each trial it failed, until the connection counts as stable.
  ///
  /// @param failures trials in a row that it failed
  /// @param stableNanos after which a connection counts as stable
  static long trialNanos(int failures, long stableNanos) {
    long trial = FIRST_TRIAL_NANOS << (2 * Math.min(failures, TRIALS_MAX));
    return Math.min(trial, Math.max(FIRST_TRIAL_NANOS, stableNanos));
  }

  /// @param before state of the link when it ended
  /// @param why it ended
  /// @param loneSuspect whether a suspect on trial was in flight, and nothing else
  static Blame of(LinkState before, Failure why, boolean loneSuspect) {
    return switch (before) {
      case IDLE, WAITING, CONNECTING, CLOSED -> NONE;
      // Only the greeting was in flight: that says something about the link.
      case GREETING -> SHARED;
      case ONLINE -> !why.mayBeAMessage() ? NONE : loneSuspect ? ALONE : SHARED;
    };
  }
}
