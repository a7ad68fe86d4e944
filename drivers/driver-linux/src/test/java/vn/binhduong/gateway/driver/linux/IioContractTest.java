package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The contract of every driver, on a weather chip of IIO.
class IioContractTest implements DriverContractSuite<IioSettings> {
  @Override
  public DriverFixture<IioSettings> fixture() throws IOException {
    return new TreeFixture<>(
        new IioFactory(),
        root -> new IioSettings(root, "bme280", null, List.of()),
        Map.ofEntries(
            Map.entry("bus/iio/devices/iio:device0/name", "bme280\n"),
            Map.entry("bus/iio/devices/iio:device0/in_temp_input", "21437\n"),
            Map.entry("bus/iio/devices/iio:device0/in_pressure_input", "100.653270000\n"),
            Map.entry("bus/iio/devices/iio:device0/in_humidityrelative_raw", "50312\n"),
            Map.entry("bus/iio/devices/iio:device0/in_humidityrelative_scale", "0.976562500\n")));
  }
}
