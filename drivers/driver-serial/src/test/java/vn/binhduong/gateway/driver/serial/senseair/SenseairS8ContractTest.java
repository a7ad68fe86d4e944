package vn.binhduong.gateway.driver.serial.senseair;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class SenseairS8ContractTest implements DriverContractSuite<SenseairS8Settings> {
  @Override
  public DriverFixture<SenseairS8Settings> fixture() {
    return SerialFixture.inProcess(new SenseairS8Factory(), S8Device.SETTINGS, new S8Device());
  }
}
