package vn.binhduong.gateway.driver.simulated;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The driver contract on the event driver, with the fault file as the hardware.
class SimTrafficContractTest implements DriverContractSuite<TrafficSettings> {
  @Override
  public DriverFixture<TrafficSettings> fixture() throws IOException {
    return new FaultFileFixture<>(
        Duration.ofMillis(500),
        new SimTrafficFactory(),
        file -> new TrafficSettings(7, 3600, Duration.ofMinutes(15), List.of(), 0, file, null));
  }
}
