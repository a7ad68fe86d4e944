package vn.binhduong.gateway.update;

/// How an update ended, numbered as resource 5 of the LwM2M object Firmware Update.
public enum ResultCode {
  /// Nothing happened yet, or an update is on its way.
  INITIAL(0),
  /// The new version runs and is confirmed.
  SUCCESS(1),
  /// Not enough space, or larger than an update may be.
  NOT_ENOUGH_SPACE(2),
  /// Out of memory.
  OUT_OF_MEMORY(3),
  /// The connection was lost and could not be had again within the bounds.
  CONNECTION_LOST(4),
  /// Signature or checksum is wrong.
  INTEGRITY(5),
  /// Not a package for this gateway: format, product, hardware, version.
  UNSUPPORTED_PACKAGE(6),
  /// The address is malformed or leads to nothing.
  INVALID_URI(7),
  /// It did not work; the version before runs.
  FAILED(8),
  /// The scheme of the address is not spoken.
  UNSUPPORTED_PROTOCOL(9),
  /// Called off.
  CANCELLED(10),
  /// Waits for a better time.
  DEFERRED(11);

  private final int number;

  ResultCode(int number) {
    this.number = number;
  }

  /// The number on the wire.
  public int number() {
    return number;
  }
}
