package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The contract of every driver, on a humidity chip of hwmon.
class HwmonContractTest implements DriverContractSuite<HwmonSettings> {
  @Override
  public DriverFixture<HwmonSettings> fixture() throws IOException {
    return new TreeFixture<>(
        new HwmonFactory(),
        root -> new HwmonSettings(root, "sht4x", null, List.of()),
        Map.ofEntries(
            Map.entry("class/hwmon/hwmon0/name", "sht4x\n"),
            Map.entry("class/hwmon/hwmon0/temp1_input", "21437\n"),
            Map.entry("class/hwmon/hwmon0/humidity1_input", "50312\n")));
  }
}
