package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

/// Opening takes a third of a second, since the chip tests itself. The signal is the same while it
/// warms up, so that only the quality changes.
class Sgp41ContractTest implements DriverContractSuite<Sgp41Settings> {
  @Override
  public DriverFixture<Sgp41Settings> fixture() {
    return new I2cFixture<>(
            new Sgp41Factory(),
            new Sgp41Settings(null, null),
            new FakeI2cBus().chip(0x59, Chips.sgp41().on(0x2612, 0x7532)))
        .cycles(2);
  }
}
