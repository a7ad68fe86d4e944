package vn.binhduong.gateway.driver.example;

import java.time.Duration;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver.
class ExampleContractTest implements DriverContractSuite<ExampleSettings> {
  @Override
  public DriverFixture<ExampleSettings> fixture() {
    return SerialFixture.inProcess(
            new ExampleFactory(), new ExampleSettings(Duration.ofSeconds(2)), new ExampleDevice())
        .faults("garbage 3, unplug, plug, hang 2");
  }
}
