package vn.binhduong.gateway.driver.serial.sps30;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Sps30ContractTest implements DriverContractSuite<Sps30Settings> {
  @Override
  public DriverFixture<Sps30Settings> fixture() {
    return SerialFixture.inProcess(new Sps30Factory(), Sps30Device.SETTINGS, new Sps30Device());
  }
}
