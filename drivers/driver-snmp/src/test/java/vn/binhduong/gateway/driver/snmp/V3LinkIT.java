package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;

/// The link over v3: what it lets through, and what it says where it does not.
@Timeout(60)
class V3LinkIT {
  private static final OID OBJECT = new OID("1.3.6.1.4.1.99999.1.0");

  private Agent agent;

  @BeforeEach
  void start() throws IOException {
    agent = new Agent().with(OBJECT.toString(), new Integer32(-7));
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private static DriverException failure(SnmpLinkSettings settings) throws DriverException {
    try (var link = new UdpSnmpLink(settings, "a1")) {
      return catchThrowableOfType(DriverException.class, () -> link.get(List.of(OBJECT)));
    }
  }

  @Test
  void authenticatedAndEncrypted() throws Exception {
    try (var link = new UdpSnmpLink(agent.v3(), "a1")) {
      for (int i = 0; i < 5; i++) {
        assertThat(link.get(List.of(OBJECT))).containsExactly(new Integer32(-7));
      }
    }
  }

  @Test
  void unknownUser() throws Exception {
    assertThat(
            failure(
                agent.v3(
                    "stranger", Security.AUTH_PRIV, Agent.AUTH_PASSWORD, Agent.PRIV_PASSWORD, 0)))
        .hasMessageContaining("user stranger")
        .hasMessageContaining("the agent does not know this user")
        .extracting(DriverException::kind)
        .isEqualTo(Kind.MISCONFIGURED);
  }

  @Test
  void wrongPassword() throws Exception {
    DriverException failure =
        failure(
            agent.v3(Agent.USER, Security.AUTH_PRIV, "not-the-password", Agent.PRIV_PASSWORD, 0));
    assertThat(failure)
        .hasMessageContaining("wrong auth-password or auth-protocol")
        .hasMessageNotContaining("not-the-password")
        .extracting(DriverException::kind)
        .isEqualTo(Kind.MISCONFIGURED);
  }

  @Test
  void levelThatTheUserDoesNotHave() throws Exception {
    assertThat(
            failure(
                agent.v3(
                    "nobody", Security.AUTH_PRIV, Agent.AUTH_PASSWORD, Agent.PRIV_PASSWORD, 0)))
        .hasMessageContaining("the agent does not allow this user this security level")
        .extracting(DriverException::kind)
        .isEqualTo(Kind.MISCONFIGURED);
  }

  // RFC 3414 lets an agent be silent about it, and this one is.
  @Test
  void wrongPrivPassword() throws Exception {
    assertThat(
            failure(
                agent.v3(
                    Agent.USER, Security.AUTH_PRIV, Agent.AUTH_PASSWORD, "not-the-password", 0)))
        .hasMessageContaining("where priv-password or priv-protocol is wrong")
        .hasMessageNotContaining("not-the-password")
        .extracting(DriverException::kind)
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void withoutProtectionWhereTheAgentAllowsIt() throws Exception {
    try (var link =
        new UdpSnmpLink(agent.v3("nobody", Security.NO_AUTH_NO_PRIV, null, null, 0), "a1")) {
      assertThat(link.get(List.of(OBJECT))).containsExactly(new Integer32(-7));
    }
  }

  // An agent that restarts counts one boot more: our next message is then out of its time window.
  @Test
  void restartedAgentIsHadAgainWithinOneCall() throws Exception {
    try (var link =
        new UdpSnmpLink(
            agent.v3(Agent.USER, Security.AUTH_PRIV, Agent.AUTH_PASSWORD, Agent.PRIV_PASSWORD, 0),
            "a1")) {
      link.get(List.of(OBJECT));
      agent.start("agent-1", 2);
      assertThat(link.get(List.of(OBJECT))).containsExactly(new Integer32(-7));
    }
  }

  // A sensor that was exchanged has another engine id, and perhaps fewer boots.
  @Test
  void exchangedAgentIsHadAgainWithARetry() throws Exception {
    try (var link = new UdpSnmpLink(agent.v3(), "a1")) {
      link.get(List.of(OBJECT));
      agent.start("agent-2", 1);
      assertThat(link.get(List.of(OBJECT))).containsExactly(new Integer32(-7));
    }
  }

  // One that lost its count of boots looks like a replay, which must not lock it out for ever.
  @Test
  void agentThatCountsItsBootsAnewIsHadAgainWithARetry() throws Exception {
    agent.start("agent-1", 9);
    try (var link = new UdpSnmpLink(agent.v3(), "a1")) {
      link.get(List.of(OBJECT));
      agent.start("agent-1", 1);
      assertThat(link.get(List.of(OBJECT))).containsExactly(new Integer32(-7));
    }
  }
}
