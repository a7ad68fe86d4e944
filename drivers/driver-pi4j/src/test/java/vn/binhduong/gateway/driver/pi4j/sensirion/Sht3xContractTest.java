package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

/// Each measurement takes its time.
class Sht3xContractTest implements DriverContractSuite<Sht3xSettings> {
  @Override
  public DriverFixture<Sht3xSettings> fixture() {
    return new I2cFixture<>(
            new Sht3xFactory(), new Sht3xSettings(0x44), new FakeI2cBus().chip(0x44, Chips.sht3x()))
        .cycles(200);
  }
}
