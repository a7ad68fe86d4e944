package vn.binhduong.gateway.management;

/// What Leshan's engine has to say.
///
/// @param text what happened, for people; empty where the kind says it all
record Signal(Kind kind, String text) {
  /// What it is about.
  enum Kind {
    REGISTERED,
    UPDATING,
    UPDATED,
    /// The bootstrap server has written an account that can be tried.
    BOOTSTRAPPED,
    /// The bootstrap, the attempt, the registration or an update of it came to nothing.
    FAILED
  }

  static Signal of(Kind kind) {
    return new Signal(kind, "");
  }

  static Signal failed(String text) {
    return new Signal(Kind.FAILED, text);
  }
}
