package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

/// Each measurement takes its time.
class Sht4xContractTest implements DriverContractSuite<Sht4xSettings> {
  @Override
  public DriverFixture<Sht4xSettings> fixture() {
    return new I2cFixture<>(
            new Sht4xFactory(), new Sht4xSettings(0x44), new FakeI2cBus().chip(0x44, Chips.sht4x()))
        .cycles(200);
  }
}
