package vn.binhduong.gateway.management;

/// How it stands with the management server.
///
/// @param text one sentence for people
public record ManagementState(Kind kind, String text) {
  /// What it comes down to.
  public enum Kind {
    /// No attempt has ended yet.
    STARTING,
    /// The server knows the gateway.
    REGISTERED,
    /// It does not; it is tried again.
    UNREACHABLE
  }
}
