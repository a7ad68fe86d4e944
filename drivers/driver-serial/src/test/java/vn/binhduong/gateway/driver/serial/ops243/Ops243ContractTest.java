package vn.binhduong.gateway.driver.serial.ops243;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Ops243ContractTest implements DriverContractSuite<Ops243Settings> {
  @Override
  public DriverFixture<Ops243Settings> fixture() {
    return SerialFixture.inProcess(new Ops243Factory(), RadarDevice.SETTINGS, new RadarDevice());
  }
}
