package vn.binhduong.gateway.ioc.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoConfigurationTest {
  private final DemoConfiguration configuration =
      new DemoConfiguration(Path.of("/run/corner"), 7, 1883, 1502, 5684);

  // YAML is judged by its columns: a device must stand in the column of the others.
  @Test
  void everyDeviceStandsInTheSameColumn() {
    assertThat(configuration.yaml(true).lines().filter(line -> line.matches("  [a-z]+1:.*")))
        .hasSize(6)
        .contains(
            "  wx1:",
            "  air1: {driver: sim-air, every: 1s, settings: {seed: 7, truth-log:"
                + " \"/run/corner/air1.truth.jsonl\"}}",
            "  lane1: {driver: sim-traffic, settings: {seed: 9, truth-log:"
                + " \"/run/corner/lane1.truth.jsonl\"}}");
  }

  // A key in a file that others can read would be refused by the gateway; in its YAML it would be
  // no
  // secret at all.
  @Test
  void theGatewayIsManagedOverDtlsWithTheKeyInItsFile() {
    assertThat(configuration.yaml(true))
        .contains(
            """
            management:
              server: "coaps://127.0.0.1:5684"
              psk-identity: DEMO-0001
              psk-file: "/run/corner/management.psk"
            """);
    assertThat(new DemoConfiguration(Path.of("/run/corner"), 7, 1883, 1502, 0).yaml(true))
        .doesNotContain("management");
  }

  // The closing run only delivers: it must measure nothing more.
  @Test
  void theClosingRunHasNoDevices() {
    assertThat(configuration.yaml(false))
        .contains("broker:")
        .doesNotContain("devices", "management");
  }
}
