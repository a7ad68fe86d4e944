package vn.binhduong.gateway.driver.pi4j;

import java.time.Duration;
import java.util.Map;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeGpio;
import vn.binhduong.gateway.driver.testkit.LinkSource;

/// A device on inputs that do not change: it tells that from time to time. Inputs cannot hang or
/// tell garbage.
///
/// @param neverGiven channels that need an input that changes
public record InputFixture<C extends Record>(
    DriverFactory<C> factory, C settings, FakeGpio inputs, Map<String, String> neverGiven)
    implements DriverFixture<C> {
  /// A device that gives all of its channels from time to time.
  public InputFixture(DriverFactory<C> factory, C settings, FakeGpio inputs) {
    this(factory, settings, inputs, Map.of());
  }

  @Override
  public LinkSource links() {
    return inputs;
  }

  @Override
  public void set(DeviceState state) {
    inputs.setGone(state == DeviceState.GONE);
  }

  @Override
  public Map<DeviceState, String> cannot() {
    return Map.of(
        DeviceState.HANGING,
        "a level is always there, and one that does not change is no fault",
        DeviceState.GARBAGE,
        "any level and any edge may be true",
        DeviceState.DRIPPING,
        "an edge comes whole or not at all");
  }

  /// Each cycle waits for a look at the inputs.
  @Override
  public int cycles() {
    return 20;
  }

  @Override
  public Duration step() {
    return Duration.ofSeconds(10);
  }
}
