package vn.binhduong.gateway;

/// The gateway cannot run here and now, for a reason that is no fault of the program.
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotStart(String message) {
    super(message);
  }
}
