package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.uplink.Wait;

/// What happens to the link and to the server under a client that is registered. The relay between
/// the two counts handshakes, so that what went without one is known.
@Tag("interop")
class BadLinkIT {
  private static final String REGISTERED = "registered " + RunningClient.ENDPOINT;
  private static final String UPDATED = "updated " + RunningClient.ENDPOINT;

  /// What is promised after the link or the server is back.
  private static final Duration BACK_WITHIN = Duration.ofMinutes(1);

  /// An update each two seconds.
  private static final Duration LIFETIME = Duration.ofSeconds(4);

  /// No update within a test.
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temp;

  private static UdpRelay relay(LeshanProcess server) throws Exception {
    return new UdpRelay(server.port(), new Random(1));
  }

  private static void say(String what, long sinceNanos) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - sinceNanos) / 1e9);
  }

  // Each datagram costs money on a SIM; what says nothing new is not sent.
  @Test
  void nothingIsSentAfterTheRegistrationUntilThereIsNews() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = relay(server);
        RunningClient client = new RunningClient(temp, relay.port(), LONG)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      assertThat(server.ask("read /3/0/0")).startsWith("CONTENT");
      UdpRelay.Counts before = relay.counts();
      Duration silence = Duration.ofSeconds(5);
      Thread.sleep(silence);
      assertThat(server.count(UPDATED)).as("updates in %s", silence).isZero();
      assertThat(relay.counts().minus(before).fromClients()).as("datagrams").isZero();
    }
  }

  // A device has instances of many objects; they come at once, and so does the news of them.
  @Test
  void aNewDeviceIsToldInOneUpdate() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        RunningClient client = new RunningClient(temp, server.port(), LONG)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      client.street.appears("wx2");
      Wait.until("an update", SOON, () -> server.count(UPDATED) > 0);
      Thread.sleep(Duration.ofSeconds(3));
      assertThat(server.count(UPDATED)).isEqualTo(1);
      assertThat(server.ask("links")).contains("/3303/1").contains("/3315/1").contains("/33003/4");
    }
  }

  // What comes to be while the registration is on its way is not in it, and must be told later.
  @Test
  void aDeviceThatComesDuringTheRegistrationIsTold() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = relay(server)) {
      relay.delay(Duration.ofMillis(1_500));
      try (RunningClient client = new RunningClient(temp, relay.port(), LONG)) {
        // Hello, hello with cookie, key exchange with finish, and then the registration is sent.
        Wait.until("the registration", SOON, () -> relay.counts().applications() > 0);
        client.street.appears("wx2");
        client.await(ManagementState.Kind.REGISTERED, SOON);
        Wait.until("an update", SOON, () -> server.count(UPDATED) > 0);
        assertThat(server.ask("links")).contains("/3303/1");
      }
    }
  }

  // Registrations that came to nothing are no more: an update is for the one that stands.
  @Test
  void anUpdateIsForTheRegistrationThatStands() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = relay(server);
        RunningClient client = new RunningClient(temp, relay.port(), LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      for (int cut = 1; cut <= 2; cut++) {
        relay.up(false);
        client.await(ManagementState.Kind.UNREACHABLE, BACK_WITHIN);
        relay.up(true);
        client.await(ManagementState.Kind.REGISTERED, BACK_WITHIN);
      }
      long registrations = server.count(REGISTERED);
      client.street.appears("wx2");
      Wait.until("the new device", SOON, () -> server.ask("links").contains("/3303/1"));
      Wait.until("later updates", SOON, () -> server.count(UPDATED) > 3);
      assertThat(server.count(REGISTERED)).isEqualTo(registrations);
      assertThat(client.count(ManagementState.Kind.UNREACHABLE)).isEqualTo(2);
    }
  }

  @Test
  void aServerThatMovesToAnotherPortIsFoundBehindTheSameAddress() throws Exception {
    try (LeshanProcess first = RunningClient.server(0);
        UdpRelay relay = relay(first);
        RunningClient client = new RunningClient(temp, relay.port(), LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      first.kill();
      try (LeshanProcess second = RunningClient.server(0)) {
        long moved = System.nanoTime();
        relay.lead(second.port());
        Wait.until("registered", BACK_WITHIN, () -> second.count(REGISTERED) == 1);
        say("registered after the server moved to another port", moved);
        client.await(ManagementState.Kind.REGISTERED, SOON);
        assertThat(second.ask("read /3/0/0")).contains("Example");
      }
    }
  }

  // Keys and registrations are gone on the server; the client still has its own.
  @Test
  void aServerThatComesBackWithoutItsKeysIsRegisteredAtAgain() throws Exception {
    try (LeshanProcess first = RunningClient.server(0);
        UdpRelay relay = relay(first);
        RunningClient client = new RunningClient(temp, relay.port(), LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      int port = first.port();
      first.kill();
      try (LeshanProcess second = RunningClient.server(port)) {
        long back = System.nanoTime();
        Wait.until("registered", BACK_WITHIN, () -> second.count(REGISTERED) == 1);
        say("registered after the server came back without its keys", back);
      }
    }
  }

  // The gateway lost power: the server still has the registration and keys of the run before.
  @Test
  void aClientThatComesBackWithoutItsKeysRegistersAtOnce() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = relay(server)) {
      try (RunningClient before = new RunningClient(temp, relay.port(), LONG)) {
        before.await(ManagementState.Kind.REGISTERED, SOON);
        relay.up(false); // so that its farewell is not heard
      }
      assertThat(server.count("gone " + RunningClient.ENDPOINT)).isZero();
      relay.up(true);
      long back = System.nanoTime();
      Path again = Files.createDirectory(temp.resolve("again"));
      try (RunningClient client = new RunningClient(again, relay.port(), LONG)) {
        client.await(ManagementState.Kind.REGISTERED, SOON);
        say("registered after the client came back without its keys", back);
        assertThat(server.ask("read /3/0/0")).contains("Example");
      }
    }
  }

  // RFC 9146: the router gave the gateway another port; the connection id finds the key.
  @Test
  void anotherPortTowardsTheServerNeedsNoHandshakeWithAConnectionId() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = relay(server);
        RunningClient client = new RunningClient(temp, relay.port(), LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      assertThat(server.ask("observe /3303/0/5700")).contains("31.25");
      UdpRelay.Counts before = relay.counts();
      long updates = server.count(UPDATED);
      long rebound = System.nanoTime();
      relay.rebind();
      client.street.nowMillis += 10_000;
      client.street.measureTemperature(32.5);
      Wait.until(
          "the notification", SOON, () -> server.said("notified /3303/0/5700 ").contains("32.5"));
      say("notified from another port", rebound);
      Wait.until("an update", SOON, () -> server.count(UPDATED) > updates);
      say("updated from another port", rebound);
      assertThat(server.ask("read /3/0/0")).as("a request to the new port").contains("Example");
      UdpRelay.Counts since = relay.counts().minus(before);
      assertThat(since.handshakes()).as("%s", since).isZero();
      assertThat(since.identified()).as("%s", since).isPositive();
      assertThat(server.count(REGISTERED)).isEqualTo(1);
    }
  }

  // A server without connection ids drops what comes from the new port; nobody has to help.
  @Test
  void anotherPortTowardsAServerWithoutConnectionIdsLeadsToANewRegistration() throws Exception {
    try (LeshanProcess server = RunningClient.server(0, "without-cid");
        UdpRelay relay = relay(server);
        RunningClient client = new RunningClient(temp, relay.port(), LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      assertThat(relay.counts().identified()).isZero();
      UdpRelay.Counts before = relay.counts();
      long rebound = System.nanoTime();
      relay.rebind();
      Wait.until("registered", BACK_WITHIN, () -> server.count(REGISTERED) == 2);
      say("registered from another port without connection ids", rebound);
      client.await(ManagementState.Kind.REGISTERED, SOON);
      assertThat(server.ask("read /3/0/0")).contains("Example");
      assertThat(relay.counts().minus(before).hellos()).isPositive();
    }
  }

  @Test
  void aSlowLinkThatLosesAThirdIsRegisteredOver() throws Exception {
    try (LeshanProcess server = RunningClient.server(0);
        UdpRelay relay = relay(server)) {
      relay.lose(0.33);
      relay.delay(Duration.ofMillis(700));
      long begin = System.nanoTime();
      try (RunningClient client = new RunningClient(temp, relay.port(), LONG)) {
        client.await(ManagementState.Kind.REGISTERED, Duration.ofMinutes(3));
        say("registered with a third lost and 1.4 s there and back", begin);
        assertThat(relay.counts().dropped()).isPositive();
      }
    }
  }
}
