package vn.binhduong.gateway.driver.pi4j.loop;

import vn.binhduong.gateway.driver.pi4j.InputFixture;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

class LoopContractTest implements DriverContractSuite<LoopSettings> {
  @Override
  public DriverFixture<LoopSettings> fixture() {
    return new InputFixture<>(new LoopFactory(), LoopDriverTest.TRAP, new FakeGpio(2));
  }
}
