package vn.binhduong.gateway.driver.coap;

/// A payload that is not taken: nothing of it is kept, and its sender is told why.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What the sender should do about it.
  enum Reason {
    /// The payload breaks a rule: 4.00, never send it again.
    MALFORMED,
    /// Its content format is not read here: 4.15.
    FORMAT,
    /// No room for it now: 5.03, send it again later.
    FULL
  }

  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  static RefusedException malformed(String message) {
    return new RefusedException(Reason.MALFORMED, message);
  }

  Reason reason() {
    return reason;
  }

  /// Why, for the sender.
  String words() {
    return String.valueOf(getMessage());
  }
}
