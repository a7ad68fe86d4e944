package vn.binhduong.gateway.driver;

/// A bus or connection that devices share: a serial port, an RS-485 line, an I2C bus, a Modbus TCP
/// peer.
///
/// One thread owns it, so everything on a link happens one at a time. A protocol's own link extends
/// this interface in the module of its driver; the byte-level ones ([SerialLink]) stand here.
public interface Link extends AutoCloseable {
  /// Ends any call that is blocked on this link, from whichever thread, and releases the hardware.
  /// Idempotent; never throws. A closed link is not used again: the host opens a new one.
  @Override
  void close();
}
