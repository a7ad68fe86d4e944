package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.LinkSource;

/// The contract of every driver, on a traffic sensor with two zones.
class Ntcip1209ContractIT implements DriverContractSuite<Ntcip1209Settings> {
  @Override
  public DriverFixture<Ntcip1209Settings> fixture() throws IOException {
    return new Fixture(sensor(new Agent(), 1, 4));
  }

  /// Rows of these zones; each request finds the next period complete.
  private static Agent sensor(Agent agent, int... zones) {
    for (int zone : zones) {
      var sequence = new AtomicInteger();
      List<OID> objects = SampleRow.objects(zone, 0);
      agent
          .with(objects.get(0).toString(), new Counter32(17))
          .with(objects.get(1).toString(), new Integer32(123))
          .with(objects.get(2).toString(), new Integer32(415))
          .with(objects.get(3).toString(), new Integer32(2))
          .with(objects.get(4).toString(), () -> new Integer32(sequence.incrementAndGet()));
    }
    return agent;
  }

  private record Fixture(Agent agent) implements DriverFixture<Ntcip1209Settings> {
    @Override
    public DriverFactory<Ntcip1209Settings> factory() {
      return new Ntcip1209Factory();
    }

    @Override
    public Ntcip1209Settings settings() {
      return new Ntcip1209Settings(List.of(1, 4), List.of(), Ntcip1209Settings.FirstPeriod.EMIT);
    }

    @Override
    public LinkSource links() {
      return () -> new SnmpLinkFactory().open(agent.v2c(Duration.ofSeconds(2), 1), "sensor");
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
      return Duration.ofSeconds(30);
    }

    @Override
    public List<String> secrets() {
      return List.of(Agent.COMMUNITY);
    }

    @Override
    public void close() {
      agent.close();
    }
  }
}
