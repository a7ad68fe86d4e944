package vn.binhduong.gateway.driver.testkit.bad;

import java.time.LocalDate;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The contract suite on the driver that commits [#committed]; run by [ContractSuiteRejectsTest]
/// only.
class BadDriverSuite implements DriverContractSuite<ThermometerFactory.Settings> {
  static volatile Misdeed committed = Misdeed.IGNORES_INTERRUPT;

  @Override
  public DriverFixture<ThermometerFactory.Settings> fixture() {
    Misdeed misdeed = committed;
    ThermometerFactory factory =
        switch (misdeed) {
          case FACTORY_IS_NOT_LISTED -> new ThermometerFactory.Unlisted();
          case FACTORY_KEEPS_STATE -> new ThermometerFactory.Remembering();
          case FACTORY_HAS_AN_ODD_NAME -> new ThermometerFactory.OddName();
          case LISTS_TOO_FEW_CHANNELS -> new ThermometerFactory.OfFewChannels();
          case LISTS_ANOTHER_LINK -> new ThermometerFactory.OnAnotherLink();
          case LISTS_NO_LINK -> new ThermometerFactory.OnNoLink();
          default -> new ThermometerFactory();
        };
    return new ThermometerFixture(factory, misdeed);
  }

  /// The same for a beacon on a serial port.
  static final class Beacon implements DriverContractSuite<BeaconFactory.Settings> {
    @Override
    public DriverFixture<BeaconFactory.Settings> fixture() {
      return BeaconFactory.fixture(false);
    }
  }

  /// The same for a factory with settings of its own.
  static final class Undeclared implements DriverContractSuite<UndeclaredFactory.Settings> {
    @Override
    public DriverFixture<UndeclaredFactory.Settings> fixture() {
      return new DriverFixture<>() {
        @Override
        public DriverFactory<UndeclaredFactory.Settings> factory() {
          return new UndeclaredFactory();
        }

        @Override
        public UndeclaredFactory.Settings settings() {
          return new UndeclaredFactory.Settings(1, LocalDate.EPOCH);
        }

        @Override
        public void set(DeviceState state) {}
      };
    }
  }
}
