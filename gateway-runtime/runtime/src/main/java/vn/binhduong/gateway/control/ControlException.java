package vn.binhduong.gateway.control;

/// An operation could not be done; the message is for the person who asked.
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1L;

  public ControlException(String message) {
    super(message);
  }
}
