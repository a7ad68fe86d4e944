package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.OctetString;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.LinkSource;

/// The contract of every driver, on a device described by a list of objects, over v3 with
/// authentication and encryption.
class SnmpContractIT implements DriverContractSuite<SnmpSettings> {
  @Override
  public DriverFixture<SnmpSettings> fixture() throws IOException {
    return new Fixture(
        new Agent()
            .with("1.3.6.1.4.1.99999.1.1.0", new Gauge32(241))
            .with("1.3.6.1.4.1.99999.1.2.0", new OctetString("23.4")));
  }

  private record Fixture(Agent agent) implements DriverFixture<SnmpSettings> {
    @Override
    public DriverFactory<SnmpSettings> factory() {
      return new SnmpDriverFactory();
    }

    @Override
    public SnmpSettings settings() {
      return Yaml.device(
          """
          profile:
            maker: Maker
            model: Model
            max-objects: 1
            objects:
              - {channel: voltage, oid: 1.3.6.1.4.1.99999.1.1.0, scale: 0.1, unit: V, min: 0, max: 60}
              - {channel: inside, oid: 1.3.6.1.4.1.99999.1.2.0, type: decimal, unit: Cel, min: -40, max: 90}
          """);
    }

    @Override
    public LinkSource links() {
      return () -> new SnmpLinkFactory().open(agent.v3(), "cabinet");
    }

    @Override
    public void set(DeviceState state) {
      agent.set(state);
    }

    @Override
    public Map<DeviceState, String> cannot() {
      return Map.of(DeviceState.DRIPPING, "a datagram comes whole or not at all");
    }

    @Override
    public Duration step() {
      return Duration.ofSeconds(1);
    }

    @Override
    public List<String> secrets() {
      return List.of(Agent.AUTH_PASSWORD, Agent.PRIV_PASSWORD);
    }

    @Override
    public void close() {
      agent.close();
    }
  }
}
