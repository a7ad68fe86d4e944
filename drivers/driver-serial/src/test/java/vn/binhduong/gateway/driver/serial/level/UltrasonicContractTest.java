package vn.binhduong.gateway.driver.serial.level;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class UltrasonicContractTest implements DriverContractSuite<UltrasonicSettings> {
  @Override
  public DriverFixture<UltrasonicSettings> fixture() {
    return SerialFixture.inProcess(
        new UltrasonicFactory(), LevelDevice.SETTINGS, new LevelDevice());
  }
}
