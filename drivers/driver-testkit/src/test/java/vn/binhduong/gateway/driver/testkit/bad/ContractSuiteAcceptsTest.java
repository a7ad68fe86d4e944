package vn.binhduong.gateway.driver.testkit.bad;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// A driver that keeps the contract passes every test of the suite. Without this, a suite that
/// rejects everything would look strict.
class ContractSuiteAcceptsTest implements DriverContractSuite<ThermometerFactory.Settings> {
  @Override
  public DriverFixture<ThermometerFactory.Settings> fixture() {
    return new ThermometerFixture(new ThermometerFactory(), null);
  }
}
