package vn.binhduong.gateway.driver.pi4j.contact;

import vn.binhduong.gateway.driver.pi4j.InputFixture;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

class ContactContractTest implements DriverContractSuite<ContactSettings> {
  @Override
  public DriverFixture<ContactSettings> fixture() {
    return new InputFixture<>(new ContactFactory(), ContactDriverTest.DOOR, new FakeGpio(1));
  }
}
