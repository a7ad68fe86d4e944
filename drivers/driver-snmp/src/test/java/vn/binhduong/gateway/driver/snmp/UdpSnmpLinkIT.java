package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snmp4j.PDU;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.testkit.DeviceState;

/// The link over v2c against an agent in the process, and against a peer that sends what it likes.
@Timeout(60)
class UdpSnmpLinkIT {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final OID LOAD = new OID("1.3.6.1.4.1.99999.1.0");
  private static final OID NAME = new OID("1.3.6.1.4.1.99999.2.0");
  private static final OID ABSENT = new OID("1.3.6.1.4.1.99999.3.0");

  private Agent agent;

  @BeforeEach
  void start() throws IOException {
    agent =
        new Agent()
            .with(LOAD.toString(), new Gauge32(4_294_967_295L))
            .with(NAME.toString(), new OctetString("counter"));
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private UdpSnmpLink v2c(int retries) throws DriverException {
    return new UdpSnmpLink(agent.v2c(SHORT, retries), "a1");
  }

  @Test
  void valuesComeInTheOrderOfTheObjects() throws Exception {
    try (var link = v2c(0)) {
      assertThat(link.get(List.of(NAME, LOAD, ABSENT)))
          .containsExactly(
              new OctetString("counter"), new Gauge32(4_294_967_295L), Null.noSuchInstance);
      assertThat(agent.requests()).isOne();
    }
  }

  // An agent never says that a community is wrong, so the message must.
  @Test
  void wrongCommunityLooksLikeSilence() throws Exception {
    try (var link = new UdpSnmpLink(agent.v2c("wrong-community", SHORT, 0), "a1")) {
      assertThat(failure(link))
          .hasMessageContaining("no answer within 100 ms")
          .hasMessageContaining("where the community is wrong")
          .hasMessageNotContaining("wrong-community")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.UNAVAILABLE);
    }
  }

  // A sensor that is switched off with its modem still up must not cost the timeouts.
  @Test
  void closedPortIsKnownAtOnce() throws Exception {
    agent.set(DeviceState.GONE);
    try (var link = new UdpSnmpLink(agent.v2c(Duration.ofSeconds(20), 5), "a1")) {
      assertThat(failure(link))
          .hasMessageContaining("nobody listens at this port")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.UNAVAILABLE);
      agent.set(DeviceState.ANSWERING);
      assertThat(link.get(List.of(NAME))).containsExactly(new OctetString("counter"));
    }
  }

  @Test
  void unknownHostIsUnavailable() throws Exception {
    try (var link =
        new UdpSnmpLink(
            new SnmpLinkSettings(
                "host.invalid",
                161,
                SnmpVersion.V2C,
                "public",
                null,
                Security.AUTH_PRIV,
                AuthProtocol.SHA_256,
                null,
                PrivProtocol.AES_128,
                null,
                null,
                SHORT,
                0),
            "a1")) {
      assertThat(failure(link))
          .hasMessageContaining("host not found: host.invalid")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void errorsOfTheAgentAreNamed() throws Exception {
    try (var link = v2c(0)) {
      agent.fail(PDU.genErr);
      assertThat(failure(link))
          .hasMessageContaining("error-status 5 [General variable binding error] at " + NAME)
          .extracting(DriverException::kind)
          .isEqualTo(Kind.PROTOCOL);
      agent.fail(PDU.tooBig);
      assertThat(failure(link)).hasMessageContaining("ask for fewer objects at once");
      agent.fail(PDU.authorizationError);
      assertThat(failure(link)).extracting(DriverException::kind).isEqualTo(Kind.MISCONFIGURED);
    }
  }

  @Test
  void silenceIsAskedAgainAsOftenAsAllowed() throws Exception {
    agent.set(DeviceState.HANGING);
    try (var link = v2c(3)) {
      assertThat(failure(link).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
    assertThat(agent.requests()).isEqualTo(4);
  }

  @Test
  void garbageIsAProtocolFailureAndShown() throws Exception {
    agent.set(DeviceState.GARBAGE);
    try (var link = v2c(0)) {
      assertThat(failure(link))
          .hasMessageContaining("but 1 datagrams that are none to it")
          .hasMessageContaining("30 82 0F FF")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.PROTOCOL);
    }
  }

  // A late answer taken for the next one would put a value into the wrong period.
  @Test
  void lateAnswerIsNeverTaken() throws Exception {
    var earlier = new AtomicReference<byte @Nullable []>();
    try (var peer =
            new RawPeer(
                request -> {
                  byte[] late = earlier.getAndSet(RawPeer.responseTo(request));
                  return late == null ? List.of() : List.of(late);
                });
        var link = new UdpSnmpLink(peer.settings(SHORT, 0), "a1")) {
      assertThat(failure(link).kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure(link))
          .hasMessageContaining("but 1 datagrams")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.PROTOCOL);
    }
  }

  @Test
  void answerAboutOtherObjectsIsRefused() throws Exception {
    try (var peer =
            new RawPeer(
                request -> {
                  byte[] answer = RawPeer.responseTo(request);
                  answer[answer.length - 3]++; // the last number of the object
                  return List.of(answer);
                });
        var link = new UdpSnmpLink(peer.settings(SHORT, 0), "a1")) {
      assertThat(failure(link))
          .hasMessageContaining("the answer is about other objects: 1.3.6.1.4.1.99999.2.1");
    }
  }

  // A driver may rely on one value for each object.
  @Test
  void answerWithoutAllObjectsIsRefused() throws Exception {
    agent.forgetful();
    try (var link = v2c(0)) {
      DriverException failure =
          catchThrowableOfType(DriverException.class, () -> link.get(List.of(NAME, LOAD)));
      assertThat(failure)
          .hasMessageContaining("GET 1.3.6.1.4.1.99999.2.0 and 1 more: expected 2 values, found 1")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.PROTOCOL);
    }
  }

  // A foreign community in an answer: somebody else's.
  @Test
  void answerWithAnotherCommunityIsRefused() throws Exception {
    try (var peer =
            new RawPeer(
                request -> {
                  byte[] answer = RawPeer.responseTo(request);
                  answer[7] = 'X';
                  return List.of(answer);
                });
        var link = new UdpSnmpLink(peer.settings(SHORT, 0), "a1")) {
      assertThat(failure(link).kind()).isEqualTo(Kind.PROTOCOL);
    }
  }

  // A peer that floods must not keep the thread for ever.
  @Test
  void floodEndsWithTheTimeout() throws Exception {
    try (var peer = new RawPeer(request -> java.util.Collections.nCopies(20_000, new byte[300]));
        var link = new UdpSnmpLink(peer.settings(SHORT, 0), "a1")) {
      long begin = System.nanoTime();
      assertThat(failure(link).kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void closeEndsACallAndStaysClosed() throws Exception {
    agent.set(DeviceState.HANGING);
    var link = new UdpSnmpLink(agent.v2c(Duration.ofSeconds(30), 5), "a1");
    var thrown = new AtomicReference<@Nullable Throwable>();
    Thread caller = caller(link, thrown);
    awaitRequest();
    link.close();
    assertThat(caller.join(Duration.ofSeconds(1))).as("ended within 1 s").isTrue();
    assertThat(thrown.get()).isInstanceOf(DriverException.class).hasMessageEndingWith("closed");
    assertThat(failure(link)).hasMessageEndingWith("closed");
  }

  @Test
  void interruptEndsACall() throws Exception {
    agent.set(DeviceState.HANGING);
    try (var link = new UdpSnmpLink(agent.v2c(Duration.ofSeconds(30), 5), "a1")) {
      var thrown = new AtomicReference<@Nullable Throwable>();
      Thread caller = caller(link, thrown);
      awaitRequest();
      caller.interrupt();
      assertThat(caller.join(Duration.ofSeconds(1))).as("ended within 1 s").isTrue();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      agent.set(DeviceState.ANSWERING);
      assertThat(link.get(List.of(NAME))).as("the next call").hasSize(1);
    }
  }

  // A gateway runs for years; each opening of SNMP4J's own sessions would start threads.
  @Test
  void manyLinksLeaveNothingBehind() throws Exception {
    openAskClose(20);
    long descriptors = descriptors();
    int threads = Thread.activeCount();
    openAskClose(1000);
    assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 3);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
  }

  private void openAskClose(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (var link = new UdpSnmpLink(agent.v2c(Duration.ofSeconds(5), 0), "a1")) {
        link.get(List.of(NAME));
      }
    }
  }

  @Test
  void tooManyObjectsAreAMistakeOfTheCaller() throws Exception {
    var objects = new ArrayList<OID>();
    for (int i = 0; i <= SnmpLink.OBJECTS_MAX; i++) {
      objects.add(new OID(LOAD).append(i));
    }
    try (var link = v2c(0)) {
      assertThatThrownBy(() -> link.get(objects)).isInstanceOf(IllegalArgumentException.class);
      List<Variable> most = link.get(objects.subList(1, objects.size()));
      assertThat(most).hasSize(SnmpLink.OBJECTS_MAX).allMatch(Variable::isException);
    }
  }

  private static DriverException failure(UdpSnmpLink link) {
    return catchThrowableOfType(DriverException.class, () -> link.get(List.of(NAME)));
  }

  private static Thread caller(UdpSnmpLink link, AtomicReference<@Nullable Throwable> thrown) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                link.get(List.of(NAME));
              } catch (DriverException | InterruptedException e) {
                thrown.set(e);
              }
            });
  }

  private void awaitRequest() {
    while (agent.requests() == 0) {
      Thread.onSpinWait();
    }
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
