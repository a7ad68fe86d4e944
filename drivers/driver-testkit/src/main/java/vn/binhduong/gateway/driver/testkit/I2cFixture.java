package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.Map;
import vn.binhduong.gateway.driver.DriverFactory;

/// The fixture of any driver of a chip on an I2C bus.
///
/// @param factory the factory under test
/// @param settings settings with which the device works
/// @param bus the bus and the chip on it
/// @param cycles how often the tests for leaks open and close it
/// @param <C> the settings of the driver
public record I2cFixture<C extends Record>(
    DriverFactory<C> factory, C settings, FakeI2cBus bus, int cycles) implements DriverFixture<C> {
  private static final int CYCLES = 1_000;

  /// A fixture of a chip that is opened quickly.
  public I2cFixture(DriverFactory<C> factory, C settings, FakeI2cBus bus) {
    this(factory, settings, bus, CYCLES);
  }

  /// The same, opened this often by the tests for leaks: for a chip that takes its time.
  public I2cFixture<C> cycles(int cycles) {
    return new I2cFixture<>(factory, settings, bus, cycles);
  }

  @Override
  public LinkSource links() {
    return bus;
  }

  @Override
  public void set(DeviceState state) {
    bus.set(state);
  }

  @Override
  public Map<DeviceState, String> cannot() {
    return Map.of(
        DeviceState.DRIPPING,
        "the master clocks each byte, and a chip that holds the clock is a bus that hangs");
  }

  @Override
  public void powerCycle() {
    bus.powerCycle();
  }

  @Override
  public Duration step() {
    return Duration.ofSeconds(1);
  }
}
