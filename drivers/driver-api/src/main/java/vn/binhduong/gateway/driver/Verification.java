package vn.binhduong.gateway.driver;

/// What a driver was seen to work with. Each is claimed only where a test shows it, or a person saw
/// it; in doubt it is not claimed.
public enum Verification {
  /// Answers that the maker or the standard prints, with the numbers they mean. Commands and
  /// checksums alone are not enough.
  VECTOR,
  /// A stand-in for the instrument that the project wrote, with its faults, under the contract of
  /// every driver.
  SIMULATED,
  /// A program or device that the project did not write, such as an agent, a broker or a slave.
  PEER,
  /// A device of the kernel with a stand-in behind it, such as a pseudo terminal; or the kernel
  /// itself, where it is what the driver reads.
  KERNEL_DEVICE,
  /// The instrument itself.
  HARDWARE
}
