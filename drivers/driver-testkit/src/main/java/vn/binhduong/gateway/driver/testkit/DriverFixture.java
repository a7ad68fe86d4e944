package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Reading;

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
  /// @param state none of [#cannot()]
  void set(DeviceState state);

  /// The states that this hardware cannot take, each with the reason; the tests of these are
  /// skipped and show it.
  default Map<DeviceState, String> cannot() {
    return Map.of();
  }

  /// Fault scripts to run besides those of [FaultScript#standard].
  default List<FaultScript> faultScripts() {
    return List.of();
  }

  /// Whether the device, healthy or dripping, may give this value. Without it a channel that did
  /// not change while the device was healthy must not change at all, and others may have any value.
  ///
  /// @param before values that the channel had while the device was healthy
  default boolean gives(Reading reading, Set<Double> before) {
    return before.size() != 1 || before.contains(reading.value());
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

  /// How much older than its poll, or than the last step of a run, a sample may be: more than zero
  /// only for instruments that tell of a time that is over.
  default Duration ageMax() {
    return Duration.ZERO;
  }

  /// Switches the instrument off and on again while its link stays: what it had been told is gone.
  /// Nothing where the stand-in keeps nothing.
  default void powerCycle() {}

  /// Channels that the stand-in never gives a value for, by name, each with the reason.
  default Map<String, String> neverGiven() {
    return Map.of();
  }

  /// Time passes in which nobody reads: what the instrument says by itself waits in the port.
  default void idle(Duration time) {}

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
