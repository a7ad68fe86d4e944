package vn.binhduong.gateway.driver.serial.ss125;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Ss125EventsContractTest implements DriverContractSuite<Ss125EventsSettings> {
  @Override
  public DriverFixture<Ss125EventsSettings> fixture() {
    return SerialFixture.inProcess(new Ss125EventsFactory(), Ss125Device.EVENTS, new Ss125Device());
  }
}
