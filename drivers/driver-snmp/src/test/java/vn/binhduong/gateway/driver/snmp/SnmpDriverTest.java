package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.RecordingLogger;

/// What the driver makes of the objects of an agent, poll by poll.
class SnmpDriverTest {
  private static final OID A = new OID("1.3.6.1.4.1.99999.1.0");
  private static final OID B = new OID("1.3.6.1.4.1.99999.2.0");
  private static final OID C = new OID("1.3.6.1.4.1.99999.3.0");
  private static final SnmpSettings SETTINGS =
      Yaml.device(
          """
          profile:
            maker: Maker
            model: Model
            max-objects: 2
            objects:
              - {channel: a, oid: 1.3.6.1.4.1.99999.1.0, unit: V, min: 0, max: 60, invalid: [-1]}
              - {channel: b, oid: 1.3.6.1.4.1.99999.2.0, type: decimal, unit: Cel, min: 0, max: 60}
              - {channel: c, oid: 1.3.6.1.4.1.99999.3.0, scale: 0.1, unit: A, min: 0, max: 60}
          """);

  private static DriverHarness<SnmpSettings> device(TableLink link) {
    return new DriverHarness<>(new SnmpDriverFactory(), SETTINGS).link(() -> link);
  }

  private static TableLink.Table table() {
    return new TableLink.Table()
        .with(A, new Integer32(24))
        .with(B, new OctetString("31.25"))
        .with(C, new Integer32(7));
  }

  @Test
  void valuesOfAllRequestsAreOneSample() throws Exception {
    var link = new TableLink(table());
    try (var device = device(link)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(List.of(sample.value("a"), sample.value("b"), sample.value("c")))
          .containsExactly(24.0, 31.25, 0.7);
      assertThat(link.requests())
          .containsExactly(
              List.of(AgentIdentity.SYS_DESCR, AgentIdentity.SYS_NAME), List.of(A, B), List.of(C));
    }
  }

  @Test
  void identityIsOfProfileAndAgent() throws Exception {
    var link =
        new TableLink(
            table()
                .with(AgentIdentity.SYS_DESCR, new OctetString("Power system, rev 7"))
                .with(AgentIdentity.SYS_NAME, new OctetString("cabinet-12")));
    try (var device = device(link)) {
      assertThat(device.open().identity())
          .isEqualTo(new Driver.Identity("Maker", "Model", "cabinet-12", "Power system, rev 7"));
    }
  }

  @Test
  void markedAndWrongValuesAreBadAndToldOnce() throws Exception {
    var sick =
        new TableLink.Table()
            .with(A, new Integer32(-1))
            .with(B, new OctetString("n/a"))
            .with(C, new Integer32(7));
    try (var device = device(new TableLink(sick, sick, table()))) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.quality("a")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.quality("b")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.value("c")).isEqualTo(0.7);
      device.poll();
      assertThat(device.poll().getFirst().value("b")).isEqualTo(31.25);
      assertThat(device.logger().lines())
          .extracting(RecordingLogger.Line::text)
          .containsExactly(
              "b: 1.3.6.1.4.1.99999.2.0: expected an OCTET STRING with a decimal number, found"
                  + " OCTET STRING 'n/a'",
              "b: can be read again");
    }
  }

  @Test
  void silenceAfterAGoodRequestIsABadLink() throws Exception {
    try (var device =
        device(new TableLink(table().failing(C, DriverException.unavailable("no answer"))))) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("a")).isEqualTo(24);
      assertThat(sample.quality("c")).isEqualTo(Quality.BAD_LINK);
    }
  }

  @Test
  void silenceOfTheFirstRequestIsThrown() throws Exception {
    DriverException silence = DriverException.unavailable("no answer");
    try (var device = device(new TableLink(table().failing(A, silence)))) {
      device.open();
      assertThatThrownBy(device::poll).isSameAs(silence);
      assertThat(device.samples()).isEmpty();
    }
  }

  // Another device at this address, or a firmware with another MIB.
  @Test
  void agentWithoutAnyOfTheObjectsIsAProtocolFailure() throws Exception {
    try (var device = device(new TableLink(new TableLink.Table()))) {
      device.open();
      assertThatThrownBy(device::poll)
          .hasMessage(
              "snmp test: none of 3 objects can be read; the first: 1.3.6.1.4.1.99999.1.0: the"
                  + " agent does not have it (noSuchInstance)")
          .isInstanceOfSatisfying(
              DriverException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL));
    }
  }
}
