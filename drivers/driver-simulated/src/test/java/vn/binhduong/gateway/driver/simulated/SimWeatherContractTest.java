package vn.binhduong.gateway.driver.simulated;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The driver contract, with the fault file as the hardware.
class SimWeatherContractTest implements DriverContractSuite<SimSettings> {
  @Override
  public DriverFixture<SimSettings> fixture() throws IOException {
    return new FaultFileFixture<>(
        Duration.ofSeconds(10),
        new SimWeatherFactory(),
        file -> new SimSettings(7, List.of(), 0, file, null));
  }
}
