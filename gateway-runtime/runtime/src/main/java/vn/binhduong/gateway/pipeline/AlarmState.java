package vn.binhduong.gateway.pipeline;

/// Where one threshold alarm stands.
///
///                over the limit                 held for the delay on
///     Normal ------------------------> Rising ------------------------> Active
///        ^ <---------------------------   |                             |    ^
///        |   not over, or bad                                back beyond|    | not back,
///        |                                            the hysteresis    v    | or bad
///        +------------------------------------------------------------- Falling
///                        held for the delay off
///
/// A delay must be proved by usable readings: a bad one begins it anew, and alone neither raises
/// nor ends an alarm. With a delay of zero the state between is passed at once.
sealed interface AlarmState {
  /// Nothing is wrong.
  record Normal() implements AlarmState {}

  /// Over the limit, not yet for long enough.
  ///
  /// @param sinceNanos first reading over it, monotonic
  record Rising(long sinceNanos) implements AlarmState {}

  /// The alarm holds.
  record Active() implements AlarmState {}

  /// Back beyond the hysteresis, not yet for long enough: the alarm still holds.
  ///
  /// @param sinceNanos first reading that was back, monotonic
  record Falling(long sinceNanos) implements AlarmState {}

  /// Whether the alarm holds: what the IOC is told of.
  default boolean holds() {
    return switch (this) {
      case Normal normal -> false;
      case Rising rising -> false;
      case Active active -> true;
      case Falling falling -> true;
    };
  }

  /// What one reading says of the limit.
  enum Finding {
    /// Beyond the limit.
    OVER,
    /// Between the limit and the hysteresis.
    BETWEEN,
    /// On the good side of both.
    BACK,
    /// The reading is bad.
    UNKNOWN
  }

  /// The only way from state to state.
  ///
  /// @param nowNanos time of the reading, monotonic, never going back
  /// @param onNanos how long it must be over the limit
  /// @param offNanos how long it must be back
  default AlarmState next(Finding finding, long nowNanos, long onNanos, long offNanos) {
    return switch (this) {
      case Normal normal ->
          switch (finding) {
            case OVER -> risen(new Rising(nowNanos), nowNanos, onNanos);
            case BETWEEN, BACK, UNKNOWN -> this;
          };
      case Rising rising ->
          switch (finding) {
            case OVER -> risen(rising, nowNanos, onNanos);
            case BETWEEN, BACK, UNKNOWN -> new Normal();
          };
      case Active active ->
          switch (finding) {
            case BACK -> fallen(new Falling(nowNanos), nowNanos, offNanos);
            case OVER, BETWEEN, UNKNOWN -> this;
          };
      case Falling falling ->
          switch (finding) {
            case BACK -> fallen(falling, nowNanos, offNanos);
            case OVER, BETWEEN, UNKNOWN -> new Active();
          };
    };
  }

  private static AlarmState risen(Rising rising, long nowNanos, long onNanos) {
    return nowNanos - rising.sinceNanos >= onNanos ? new Active() : rising;
  }

  private static AlarmState fallen(Falling falling, long nowNanos, long offNanos) {
    return nowNanos - falling.sinceNanos >= offNanos ? new Normal() : falling;
  }
}
