package vn.binhduong.gateway.driver.pi4j.bme280;

import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.I2cFixture;

class Bme280ContractTest implements DriverContractSuite<Bme280Settings> {
  @Override
  public DriverFixture<Bme280Settings> fixture() {
    return new I2cFixture<>(
        new Bme280Factory(),
        Bme280Chip.SETTINGS,
        new FakeI2cBus().chip(0x76, new Bme280Chip(Bme280Chip.BME280)));
  }
}
