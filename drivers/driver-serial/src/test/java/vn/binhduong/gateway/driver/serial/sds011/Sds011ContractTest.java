package vn.binhduong.gateway.driver.serial.sds011;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Sds011ContractTest implements DriverContractSuite<Sds011Settings> {
  @Override
  public DriverFixture<Sds011Settings> fixture() {
    return SerialFixture.inProcess(new Sds011Factory(), Sds011Device.SETTINGS, new Sds011Device());
  }
}
