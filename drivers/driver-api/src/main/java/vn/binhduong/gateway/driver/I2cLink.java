package vn.binhduong.gateway.driver;

/// An I2C bus; several chips share one, by their addresses.
///
/// Addresses have 7 bits, 0x08 to 0x77, without the read/write bit.
public interface I2cLink extends Link {
  /// Writes all bytes in one transfer.
  ///
  /// @throws DriverException UNAVAILABLE when nobody acknowledges the address, or the bus is gone
  void write(int address, byte... bytes) throws DriverException, InterruptedException;

  /// Reads in one transfer.
  ///
  /// @param count number of bytes, at least 1
  /// @return that many bytes
  /// @throws DriverException UNAVAILABLE when nobody acknowledges the address, or the bus is gone
  byte[] read(int address, int count) throws DriverException, InterruptedException;
}
