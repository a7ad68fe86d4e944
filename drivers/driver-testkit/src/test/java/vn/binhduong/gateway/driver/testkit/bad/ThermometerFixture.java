package vn.binhduong.gateway.driver.testkit.bad;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.LinkSource;

/// A thermometer on its hardware.
final class ThermometerFixture implements DriverFixture<ThermometerFactory.Settings> {
  private final Hardware hardware = new Hardware();
  private final DriverFactory<ThermometerFactory.Settings> factory;
  private final @Nullable Misdeed misdeed;

  ThermometerFixture(
      DriverFactory<ThermometerFactory.Settings> factory, @Nullable Misdeed misdeed) {
    this.factory = factory;
    this.misdeed = misdeed;
  }

  @Override
  public DriverFactory<ThermometerFactory.Settings> factory() {
    return factory;
  }

  @Override
  public ThermometerFactory.Settings settings() {
    return new ThermometerFactory.Settings(misdeed, "hunter2");
  }

  @Override
  public LinkSource links() {
    return hardware::connect;
  }

  /// It hangs until the host ends the call.
  @Override
  public boolean givesUp() {
    return false;
  }

  @Override
  public void set(DeviceState state) {
    hardware.set(state);
  }

  @Override
  public void powerCycle() {
    hardware.powerUp();
  }

  @Override
  public boolean gives(Reading reading, Set<Double> before) {
    return reading.value() > Hardware.FIRST && reading.value() % Hardware.STEP == 0;
  }

  @Override
  public int cycles() {
    return 40;
  }

  @Override
  public void close() throws IOException {
    ThermometerFactory.closeLeaked();
  }
}
