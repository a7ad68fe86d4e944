package vn.binhduong.gateway.driver.testkit;

/// A chip on an I2C bus, as a test plays it. Called from one thread at a time.
public interface I2cDevice {
  /// What was written to its address in one transfer.
  void written(byte[] bytes);

  /// What it gives when it is read; empty when it does not acknowledge, as while it measures.
  ///
  /// @param count how many bytes are wanted
  byte[] read(int count);

  /// It was switched off and on again: what it had been told is gone.
  default void powerUp() {}
}
