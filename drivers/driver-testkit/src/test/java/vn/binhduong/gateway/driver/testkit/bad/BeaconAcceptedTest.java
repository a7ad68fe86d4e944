package vn.binhduong.gateway.driver.testkit.bad;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// A beacon that throws away what has waited in the port passes every test of the suite.
class BeaconAcceptedTest implements DriverContractSuite<BeaconFactory.Settings> {
  @Override
  public DriverFixture<BeaconFactory.Settings> fixture() {
    return BeaconFactory.fixture(true);
  }
}
