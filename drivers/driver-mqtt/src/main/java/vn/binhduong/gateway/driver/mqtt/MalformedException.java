package vn.binhduong.gateway.driver.mqtt;

/// A message cannot be read. Its text says why and never what the message holds.
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }
}
