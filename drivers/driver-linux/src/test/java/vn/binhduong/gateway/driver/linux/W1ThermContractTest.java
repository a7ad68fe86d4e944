package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.util.Map;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The contract of every driver, on a DS18B20.
class W1ThermContractTest implements DriverContractSuite<W1ThermSettings> {
  @Override
  public DriverFixture<W1ThermSettings> fixture() throws IOException {
    return new TreeFixture<>(
        new W1ThermFactory(),
        root -> new W1ThermSettings(root, "28-000005e2fdc3", 2),
        Map.ofEntries(
            Map.entry(
                "bus/w1/devices/28-000005e2fdc3/w1_slave",
                """
                72 01 4b 46 7f ff 0e 10 57 : crc=57 YES
                72 01 4b 46 7f ff 0e 10 57 t=23125
                """)));
  }
}
