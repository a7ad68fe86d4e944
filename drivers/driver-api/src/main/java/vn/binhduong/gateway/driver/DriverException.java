package vn.binhduong.gateway.driver;

/// A device could not be opened or read. The message names the operation, what was found (in hex
/// and in words where it came off a wire) and what was expected; the host adds the device.
public final class DriverException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What the host should do about it.
  public enum Kind {
    /// No answer, or the device cannot be reached: retry soon.
    UNAVAILABLE,
    /// An answer that breaks the protocol, or a refusal: count it, retry slowly.
    PROTOCOL,
    /// It can never work as configured: wait for new settings.
    MISCONFIGURED
  }

  /// What the host should do.
  private final Kind kind;

  public DriverException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public DriverException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// What the host should do.
  public Kind kind() {
    return kind;
  }

  /// No answer, or the device cannot be reached.
  public static DriverException unavailable(String message) {
    return new DriverException(Kind.UNAVAILABLE, message);
  }

  /// An answer that breaks the protocol.
  public static DriverException protocol(String message) {
    return new DriverException(Kind.PROTOCOL, message);
  }

  /// It can never work as configured.
  public static DriverException misconfigured(String message) {
    return new DriverException(Kind.MISCONFIGURED, message);
  }
}
