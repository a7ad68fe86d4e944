package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.smi.OctetString;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// Against an agent that we did not write: net-snmp's.
@Tag("interop")
@Timeout(90)
class InteropIT {
  private static final SnmpSettings CABINET =
      Yaml.device(
          """
          profile:
            maker: Maker
            model: Model
            objects:
              - {channel: inside, oid: 1.3.6.1.4.1.99999.1.0, type: decimal, unit: Cel, min: -40, max: 90}
              - {channel: pulses, oid: 1.3.6.1.4.1.99999.2.0, unit: count, min: 0, max: 4294967295}
              - {channel: load, oid: 1.3.6.1.4.1.2021.10.1.6.1, type: float, unit: /, min: 0, max: 10000}
              - {channel: uptime, oid: 1.3.6.1.2.1.1.3.0, scale: 0.01, unit: s, min: 0, max: 42949672.95}
              - {channel: absent, oid: 1.3.6.1.4.1.99999.9.0, unit: V, min: 0, max: 1}
          """);
  private static final Ntcip1209Settings SENSOR =
      new Ntcip1209Settings(List.of(1), List.of(), Ntcip1209Settings.FirstPeriod.EMIT);

  @TempDir private Path directory;
  private NetSnmp agent;

  @BeforeEach
  void start() throws IOException {
    agent = new NetSnmp(directory);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void objectsOverV2c() throws Exception {
    assertCabinet(agent.v2c(NetSnmp.COMMUNITY));
  }

  @Test
  void objectsOverV3() throws Exception {
    assertCabinet(agent.gateway());
  }

  @Test
  void objectsOverV3WithOldProtocols() throws Exception {
    assertCabinet(
        agent.v3(
            "legacy",
            Security.AUTH_PRIV,
            AuthProtocol.SHA,
            "auth-interop-2",
            PrivProtocol.DES,
            "priv-interop-2"));
  }

  @Test
  void objectsOverV3WithoutEncryption() throws Exception {
    assertCabinet(
        agent.v3(
            "signer",
            Security.AUTH_NO_PRIV,
            AuthProtocol.SHA_512,
            "auth-interop-3",
            PrivProtocol.AES_128,
            null));
  }

  private static void assertCabinet(SnmpLinkSettings settings) throws Exception {
    try (var device =
        new DriverHarness<>(new SnmpDriverFactory(), CABINET)
            .link(() -> new SnmpLinkFactory().open(settings, "cabinet"))) {
      openWhenUp(device);
      assertThat(device.driver().identity())
          .isEqualTo(new Driver.Identity("Maker", "Model", "radar-7", "Side-fire radar"));
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("inside")).isEqualTo(31.25);
      assertThat(sample.value("pulses")).isEqualTo(4_000_000_000.0);
      assertThat(sample.value("load")).isBetween(0.0, 10_000.0);
      assertThat(sample.value("uptime")).isBetween(0.0, 90.0);
      assertThat(sample.quality("absent")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(device.violations()).isEmpty();
    }
  }

  // The whole way of a traffic sensor that loses its power and comes back.
  @Test
  void sensorIsKilledAndComesBack() throws Exception {
    try (var device =
        new DriverHarness<>(new Ntcip1209Factory(), SENSOR)
            .link(() -> new SnmpLinkFactory().open(agent.gateway(), "radar"))) {
      openWhenUp(device);
      EmittedSample first = device.poll().getFirst();
      assertThat(first.value("z1_volume")).isEqualTo(17);
      assertThat(first.value("z1_occupancy")).isEqualTo(12.3);
      assertThat(first.quality("z1_speed")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(first.value("z1_status")).isEqualTo(2);
      assertThat(device.poll()).as("the same period").isEmpty();
      agent.kill();
      assertThat(catchThrowableOfType(DriverException.class, device::poll).kind())
          .isEqualTo(Kind.UNAVAILABLE);
      agent.sequence(812);
      agent.start();
      assertThat(pollWhenUp(device)).as("samples of the device that stayed open").hasSize(1);
      assertThat(device.poll()).as("the same period again").isEmpty();
    }
  }

  // Between two polls nobody notices: the next one finds the agent with one boot more.
  @Test
  void restartBetweenTwoRequestsIsUnnoticed() throws Exception {
    try (var link = new UdpSnmpLink(agent.gateway(), "radar");
        var other = new UdpSnmpLink(agent.gateway(), "other")) {
      getWhenUp(link);
      agent.kill();
      agent.start();
      getWhenUp(other);
      assertThat(link.get(List.of(AgentIdentity.SYS_NAME)))
          .containsExactly(new OctetString("radar-7"));
    }
  }

  @Test
  void refusalsAreNamed() throws Exception {
    try (var link = new UdpSnmpLink(agent.gateway(), "radar")) {
      getWhenUp(link);
    }
    assertRefused(
        agent.v3(
            "stranger",
            Security.AUTH_PRIV,
            AuthProtocol.SHA_256,
            "auth-interop-1",
            PrivProtocol.AES_128,
            "priv-interop-1"),
        Kind.MISCONFIGURED,
        "the agent does not know this user");
    assertRefused(
        agent.v3(
            "gateway",
            Security.AUTH_PRIV,
            AuthProtocol.SHA_256,
            "wrong-password",
            PrivProtocol.AES_128,
            "priv-interop-1"),
        Kind.MISCONFIGURED,
        "wrong auth-password or auth-protocol");
    assertRefused(
        agent.v3(
            "signer",
            Security.AUTH_PRIV,
            AuthProtocol.SHA_512,
            "auth-interop-3",
            PrivProtocol.AES_128,
            "priv-interop-1"),
        Kind.MISCONFIGURED,
        "the agent does not allow this user this security level");
    assertRefused(
        agent.v3(
            "gateway",
            Security.AUTH_NO_PRIV,
            AuthProtocol.SHA_256,
            "auth-interop-1",
            PrivProtocol.AES_128,
            null),
        Kind.MISCONFIGURED,
        "error-status 16");
    assertRefused(
        agent.v3(
            "gateway",
            Security.AUTH_PRIV,
            AuthProtocol.SHA_256,
            "auth-interop-1",
            PrivProtocol.AES_128,
            "wrong-password"),
        Kind.UNAVAILABLE,
        "where priv-password or priv-protocol is wrong");
    assertRefused(agent.v2c("wrong-community"), Kind.UNAVAILABLE, "where the community is wrong");
  }

  private static void assertRefused(SnmpLinkSettings settings, Kind kind, String words)
      throws Exception {
    try (var link = new UdpSnmpLink(settings, "radar")) {
      DriverException refused =
          catchThrowableOfType(
              DriverException.class, () -> link.get(List.of(AgentIdentity.SYS_NAME)));
      assertThat(refused).hasMessageContaining(words).hasMessageNotContaining("wrong-");
      assertThat(refused.kind()).isEqualTo(kind);
    }
  }

  /// The agent takes a moment to start.
  private static void openWhenUp(DriverHarness<?> device) throws Exception {
    untilUp(
        () -> {
          device.open();
          return List.of();
        });
  }

  private static List<EmittedSample> pollWhenUp(DriverHarness<?> device) throws Exception {
    return untilUp(device::poll);
  }

  private static void getWhenUp(UdpSnmpLink link) throws Exception {
    untilUp(() -> link.get(List.of(AgentIdentity.SYS_NAME)));
  }

  private interface Try<T> {
    List<T> get() throws DriverException, InterruptedException;
  }

  private static <T> List<T> untilUp(Try<T> attempt) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return attempt.get();
      } catch (DriverException e) {
        if (System.nanoTime() > giveUp) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
