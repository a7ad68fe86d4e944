package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverFactory;

/// One device for [DriverContractSuite] with whatever stands in for its hardware. Made anew for
/// each test and closed after it.
///
/// @param <C> the settings of the driver
public interface DriverFixture<C extends Record> extends AutoCloseable {
  /// The factory under test.
  DriverFactory<C> factory();

  /// Settings with which the device works; short time limits keep the suite fast.
  C settings();

  /// Opens the link of the device; null where the driver has none.
  default @Nullable LinkSource links() {
    return null;
  }

  /// Changes what the hardware does, from now on, also for a link that is open. Called from a
  /// thread that is not the device's.
  ///
  /// @param state one of [#states()]
  void set(DeviceState state);

  /// The states that this stand-in can take; the tests of the others are skipped.
  default Set<DeviceState> states() {
    return EnumSet.allOf(DeviceState.class);
  }

  /// Whether a call into a device that hangs ends by itself, by a time limit of the driver; false
  /// only where the host alone can end it, as a read that waits in the kernel.
  default boolean givesUp() {
    return true;
  }

  /// How far the clock moves before each poll, or about every 5 ms of a run; enough for the device
  /// to have something new.
  default Duration step() {
    return Duration.ofSeconds(10);
  }

  /// How much older than the clock a sample may be, for instruments that keep times of their own.
  default Duration ageMax() {
    return Duration.ofMinutes(1);
  }

  /// Times the device is opened, read and closed by the tests for leaks.
  default int cycles() {
    return 200;
  }

  /// Texts that must never be shown, besides those of the settings marked `secret`.
  default List<String> secrets() {
    return List.of();
  }

  /// Releases the stand-in.
  @Override
  default void close() throws IOException {}
}
