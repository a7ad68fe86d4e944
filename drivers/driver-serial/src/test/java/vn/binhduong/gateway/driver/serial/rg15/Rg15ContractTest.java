package vn.binhduong.gateway.driver.serial.rg15;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Rg15ContractTest implements DriverContractSuite<Rg15Settings> {
  @Override
  public DriverFixture<Rg15Settings> fixture() {
    return SerialFixture.inProcess(new Rg15Factory(), Rg15Device.SETTINGS, new Rg15Device());
  }
}
