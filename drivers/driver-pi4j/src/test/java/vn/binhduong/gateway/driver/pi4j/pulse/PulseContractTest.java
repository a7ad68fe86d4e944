package vn.binhduong.gateway.driver.pi4j.pulse;

import vn.binhduong.gateway.driver.pi4j.InputFixture;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

class PulseContractTest implements DriverContractSuite<PulseSettings> {
  @Override
  public DriverFixture<PulseSettings> fixture() {
    return new InputFixture<>(new PulseFactory(), PulseDriverTest.RAIN, new FakeGpio(1));
  }
}
