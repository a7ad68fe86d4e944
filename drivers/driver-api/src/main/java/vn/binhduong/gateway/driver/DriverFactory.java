package vn.binhduong.gateway.driver;

import java.time.Duration;
import java.util.Set;

/// Makes devices of one kind. Found with [java.util.ServiceLoader]; stateless; its constructor does
/// no I/O.
///
/// @param <C> the settings: a record whose components carry [Option]
public interface DriverFactory<C extends Record> {
  /// The name used in `gateway.yaml`, such as `pms5003`: 1 to 32 characters of `a-z 0-9 -`.
  String type();

  /// The settings record.
  Class<C> settings();

  /// What a device takes for itself on its link, or on the board where it has none, in words: the
  /// registers of a Modbus unit, an I2C address. Two devices that claim the same there are a
  /// mistake of the configuration, and the second one does not run. Pure; empty where a link has
  /// nothing to share out.
  default Set<String> claims(C settings) {
    return Set.of();
  }

  /// The longest time that opening the device, or one poll, may take with these settings while all
  /// is well, such as a warm-up. The `deadline` of the device must be longer. Pure; zero where the
  /// usual deadline is always enough.
  default Duration longestCall(C settings) {
    return Duration.ZERO;
  }

  /// Opens one device, on the thread that will poll it, and proves that it is what the settings
  /// say, as far as the instrument allows.
  ///
  /// Called again for each attempt. Either returns a usable device or releases everything and
  /// throws.
  ///
  /// @throws DriverException when the device does not answer or is not what the settings say
  /// @throws InterruptedException when the host wants the thread back
  Driver open(C settings, DriverContext context) throws DriverException, InterruptedException;
}
