package vn.binhduong.gateway.update;

/// Where an update stands, numbered as resource 3 of the LwM2M object Firmware Update; see
/// [Machine] for the ways between.
public enum UpdateState {
  /// Nothing under way.
  IDLE(0),
  /// The package is being fetched; survives a restart.
  DOWNLOADING(1),
  /// Verified and unpacked into a slot of its own.
  DOWNLOADED(2),
  /// Asked of the supervisor, which switches, waits for confirmation, or returns.
  UPDATING(3);

  private final int number;

  UpdateState(int number) {
    this.number = number;
  }

  /// The number on the wire.
  public int number() {
    return number;
  }
}
