package vn.binhduong.gateway.driver.serial.ss125;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Ss125IntervalsContractTest implements DriverContractSuite<Ss125IntervalsSettings> {
  @Override
  public DriverFixture<Ss125IntervalsSettings> fixture() {
    return SerialFixture.inProcess(
        new Ss125IntervalsFactory(), Ss125Device.INTERVALS, new Ss125Device());
  }
}
