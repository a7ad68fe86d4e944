package vn.binhduong.gateway.driver.serial.gnss;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class GnssContractTest implements DriverContractSuite<GnssSettings> {
  @Override
  public DriverFixture<GnssSettings> fixture() {
    return SerialFixture.inProcess(new GnssFactory(), GnssDevice.SETTINGS, new GnssDevice());
  }
}
