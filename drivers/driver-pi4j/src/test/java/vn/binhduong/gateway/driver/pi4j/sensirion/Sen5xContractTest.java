package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

/// A command takes 20 ms, and a cycle seven of them.
class Sen5xContractTest implements DriverContractSuite<Sen5xSettings> {
  @Override
  public DriverFixture<Sen5xSettings> fixture() {
    return new I2cFixture<>(
            new Sen5xFactory(), Chips.SEN5X, new FakeI2cBus().chip(0x69, Chips.sen55()))
        .cycles(10);
  }
}
