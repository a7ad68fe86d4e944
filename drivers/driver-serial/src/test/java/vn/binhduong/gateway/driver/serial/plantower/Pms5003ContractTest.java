package vn.binhduong.gateway.driver.serial.plantower;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, on a port in the process.
class Pms5003ContractTest implements DriverContractSuite<Pms5003Settings> {
  @Override
  public DriverFixture<Pms5003Settings> fixture() {
    return SerialFixture.inProcess(new Pms5003Factory(), PmsDevice.SETTINGS, new PmsDevice());
  }
}
