package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

/// Opening takes half a second, since the chip must stop first.
class Scd4xContractTest implements DriverContractSuite<Scd4xSettings> {
  @Override
  public DriverFixture<Scd4xSettings> fixture() {
    return new I2cFixture<>(
            new Scd4xFactory(), Chips.SCD4X, new FakeI2cBus().chip(0x62, Chips.scd4x()))
        .cycles(2);
  }
}
