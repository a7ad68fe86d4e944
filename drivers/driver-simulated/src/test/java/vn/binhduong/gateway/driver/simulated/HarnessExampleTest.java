package vn.binhduong.gateway.driver.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// The example of the test kit's README, as it stands there.
class HarnessExampleTest {
  @Test
  void samplesFollowTheClock() throws Exception {
    try (var device = new DriverHarness<>(new SimAirFactory(), SimSettings.seeded(7))) {
      device.open();
      EmittedSample first = device.poll().getFirst();
      assertThat(first.value("pm25")).isPositive();
      device.advance(Duration.ofSeconds(10));
      assertThat(device.poll().getFirst().at()).isAfter(first.at());
      assertThat(device.violations()).isEmpty();
    }
  }
}
