package vn.binhduong.gateway.acquisition;

import vn.binhduong.gateway.driver.DriverException;

/// The cause of a [DriverException] that the host made itself, because a call outlived its deadline
/// and had to be ended from outside. Tells a hang from an instrument that is not there.
final class Overdue extends Exception {
  private static final long serialVersionUID = 1L;

  private Overdue() {
    super("the call was overdue", null, false, false);
  }

  /// A failure of that kind.
  static DriverException failure(String message) {
    return new DriverException(DriverException.Kind.UNAVAILABLE, message, new Overdue());
  }

  /// Whether a failure is of that kind.
  static boolean is(DriverException failure) {
    return failure.getCause() instanceof Overdue;
  }
}
