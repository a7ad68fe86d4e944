package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The contract of every driver, on a Raspberry Pi.
class HostContractTest implements DriverContractSuite<HostSettings> {
  @Override
  public DriverFixture<HostSettings> fixture() throws IOException {
    return new TreeFixture<>(
        new HostFactory(),
        root -> new HostSettings(root, null, List.of("eth0"), null),
        Map.ofEntries(
            Map.entry("proc/meminfo", "MemTotal: 3884376 kB\nMemAvailable: 3401232 kB\n"),
            Map.entry("proc/loadavg", "0.20 0.18 0.12 1/80 11206\n"),
            Map.entry("proc/uptime", "350735.47 234388.90\n"),
            Map.entry("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n"),
            Map.entry("sys/class/thermal/thermal_zone0/temp", "48312\n"),
            Map.entry("sys/devices/platform/soc/soc:firmware/get_throttled", "50000\n"),
            Map.entry("sys/class/net/eth0/statistics/rx_bytes", "1234567890123\n"),
            Map.entry("sys/class/net/eth0/statistics/rx_errors", "3\n"),
            Map.entry("sys/class/net/eth0/statistics/tx_bytes", "98765432101\n"),
            Map.entry("sys/class/net/eth0/statistics/tx_errors", "5\n")));
  }
}
