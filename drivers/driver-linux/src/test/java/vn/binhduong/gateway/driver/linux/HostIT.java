package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// The host driver on the kernel that the test runs on.
class HostIT {
  /// The texts of the tests are ours; here the kernel itself is asked, twice, as by a gateway.
  @Test
  void readsTheMachineItRunsOn() throws Exception {
    var settings = new HostSettings(Path.of("/"), Path.of("/tmp"), List.of("lo"), null);
    try (var device = new DriverHarness<>(new HostFactory(), settings)) {
      device.open();
      EmittedSample sample = device.collect(2, Duration.ofSeconds(10)).getLast();
      assertThat(sample.readings())
          .filteredOn(reading -> reading.quality().hasValue())
          .allMatch(HostIT::insideItsRange)
          .extracting(reading -> reading.channel().name())
          .contains(
              "memory_total",
              "memory_available",
              "load1",
              "load15",
              "uptime",
              "disk_free",
              "net_lo_rx_bytes",
              "net_lo_tx_errors");
      assertThat(sample.value("memory_available")).isLessThan(sample.value("memory_total"));
      assertThat(sample.value("uptime")).isPositive();
      assertThat(device.driver().identity().version()).isNotEmpty();
      assertThat(device.violations()).isEmpty();
    }
  }

  private static boolean insideItsRange(Reading reading) {
    return reading.value() >= reading.channel().min() && reading.value() <= reading.channel().max();
  }
}
