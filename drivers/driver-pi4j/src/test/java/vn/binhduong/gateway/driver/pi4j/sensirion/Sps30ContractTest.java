package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

/// Each measurement takes its time.
class Sps30ContractTest implements DriverContractSuite<Sps30Settings> {
  @Override
  public DriverFixture<Sps30Settings> fixture() {
    return new I2cFixture<>(
            new Sps30Factory(), Chips.SPS30, new FakeI2cBus().chip(0x69, Chips.sps30()))
        .cycles(50);
  }
}
