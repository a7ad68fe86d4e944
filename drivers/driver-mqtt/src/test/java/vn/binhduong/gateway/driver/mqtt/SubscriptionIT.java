package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.testkit.Call;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// The connection against Eclipse Mosquitto: lost and had again, refused, encrypted.
@Tag("interop")
class SubscriptionIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PROFILE =
      """
      profile: {maker: m, model: m, channels: [
        {channel: cars, path: /cars, unit: count, min: 0, max: 1000}]}
      """;

  @TempDir private Path directory;

  private static DriverHarness<MqttJsonSettings> device(String broker, String rest) {
    return new DriverHarness<>(
        new MqttJsonFactory(),
        Yaml.device("broker: " + broker + "\ntopic: site/+\n" + rest + "\n" + PROFILE));
  }

  private static DriverHarness<MqttJsonSettings> device(int port) {
    return device("mqtt://127.0.0.1:" + port, "");
  }

  private static DriverException refusal(DriverHarness<?> device) {
    return catchThrowableOfType(DriverException.class, device::open);
  }

  private static EmittedSample first(DriverHarness<?> device) throws InterruptedException {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (device.samples().isEmpty()) {
      assertThat(System.nanoTime()).as("a sample in time").isLessThan(giveUp);
      Thread.sleep(5);
    }
    return device.samples().getFirst();
  }

  // A power cut of the broker is told within moments, and the next opening has it again.
  @Test
  void aKilledBrokerIsUnavailableAndComesBack() throws Exception {
    try (var broker = Mosquitto.start(directory);
        var device = device(broker.port())) {
      device.open();
      Call run = device.startRun();
      broker.kill();
      assertThat(run.await(LIMIT))
          .hasValueSatisfying(
              outcome ->
                  assertThat(((Call.Outcome.Threw) outcome).thrown())
                      .isInstanceOfSatisfying(
                          DriverException.class,
                          lost -> assertThat(lost.kind()).isEqualTo(Kind.UNAVAILABLE))
                      .hasMessageContaining("connection to 127.0.0.1:" + broker.port()));
      assertThat(refusal(device).kind()).isEqualTo(Kind.UNAVAILABLE);
      broker.restart();
      device.open();
      device.startRun();
      try (var peer = new Peer(broker.port())) {
        peer.publish("site/a", "{\"cars\":41}");
      }
      assertThat(first(device).value("cars")).isEqualTo(41);
    }
  }

  // A broker that hangs does not say goodbye: the keep-alive finds it out.
  @Test
  void aHangingBrokerIsFoundOut() throws Exception {
    try (var broker = Mosquitto.start(directory);
        var device = device("mqtt://127.0.0.1:" + broker.port(), "keep-alive: 1s")) {
      device.open();
      Call run = device.startRun();
      broker.suspend();
      try {
        assertThat(run.await(LIMIT))
            .hasValueSatisfying(
                outcome ->
                    assertThat(((Call.Outcome.Threw) outcome).thrown())
                        .isInstanceOfSatisfying(
                            DriverException.class,
                            lost -> assertThat(lost.kind()).isEqualTo(Kind.UNAVAILABLE)));
      } finally {
        broker.resume();
      }
    }
  }

  @Test
  void noAnswerToConnectIsUnavailable() throws Exception {
    try (var broker = Mosquitto.start(directory);
        var device = device("mqtt://127.0.0.1:" + broker.port(), "connect-timeout: 1s")) {
      broker.suspend();
      DriverException thrown = refusal(device);
      broker.resume();
      assertThat(thrown.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void nobodyListeningIsUnavailable() throws Exception {
    try (var device = device(LoopbackPort.free())) {
      DriverException thrown = refusal(device);
      assertThat(thrown.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(thrown).hasMessageContaining("refused");
    }
  }

  // A wrong password never comes right by trying again.
  @Test
  void aWrongPasswordIsMisconfigured() throws Exception {
    Path passwords = directory.resolve("passwords");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", "-c", passwords.toString(), "gw", "right-one")
            .start();
    assertThat(made.waitFor()).isZero();
    try (var broker =
            Mosquitto.start(directory, "allow_anonymous false", "password_file " + passwords);
        var wrong = device("mqtt://127.0.0.1:" + broker.port(), "username: gw\npassword: wrong-1");
        var none = device(broker.port());
        var right =
            device("mqtt://127.0.0.1:" + broker.port(), "username: gw\npassword: right-one")) {
      DriverException thrown = refusal(wrong);
      assertThat(thrown.kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(thrown)
          .hasMessageContaining("refuses username or password: 0x87 [not authorized]")
          .hasMessageNotContaining("wrong-1");
      assertThat(refusal(none).kind()).isEqualTo(Kind.MISCONFIGURED);
      right.open();
      right.startRun();
      try (var peer = new Peer(broker.port(), "gw", "right-one")) {
        peer.publish("site/a", "{\"cars\":42}");
      }
      assertThat(first(right).value("cars")).isEqualTo(42);
    }
  }

  // Retained messages do not even travel; a living one with the flag set is an event.
  @Test
  void retainedMessagesAreNotAskedFor() throws Exception {
    try (var broker = Mosquitto.start(directory);
        var peer = new Peer(broker.port());
        var device = device(broker.port());
        var wants = device("mqtt://127.0.0.1:" + broker.port(), "retained: accept")) {
      peer.retain("site/a", "{\"cars\":1}");
      device.open();
      device.startRun();
      peer.retain("site/a", "{\"cars\":2}");
      assertThat(first(device).value("cars")).isEqualTo(2);
      assertThat(device.logger().lines()).isEmpty();
      wants.open();
      wants.startRun();
      assertThat(first(wants).value("cars")).isEqualTo(2);
    }
  }

  // Neither rubbish nor a message of any size ends the connection.
  @Test
  void brokenMessagesDoNotEndTheConnection() throws Exception {
    try (var broker = Mosquitto.start(directory);
        var peer = new Peer(broker.port());
        var device = device(broker.port())) {
      device.open();
      Call run = device.startRun();
      peer.publish("site/a", new byte[0], 0);
      peer.publish("site/a", new byte[MessageReader.PAYLOAD_BYTES_MAX + 1], 0);
      peer.publish("site/a", new byte[2 * Subscription.PACKET_BYTES_MAX], 0);
      peer.publish("site/a", "{\"cars\":43}");
      assertThat(first(device).value("cars")).isEqualTo(43);
      assertThat(run.hasEnded()).isFalse();
    }
  }

  @Test
  void tlsNeedsTheRightAuthorityAndTheRightName() throws Exception {
    Pki site = Pki.in(directory.resolve("site"));
    Pki other = Pki.in(directory.resolve("other"));
    Pki.Identity named = site.issue("named", "broker", "IP:127.0.0.1");
    Pki.Identity elsewhere = site.issue("elsewhere", "broker", "DNS:elsewhere.example");
    try (var broker = tls("named-broker", named);
        var trusting = secure(broker.port(), site.authority());
        var wrong = secure(broker.port(), other.authority());
        var absent = secure(broker.port(), directory.resolve("absent.pem"))) {
      trusting.open();
      DriverException thrown = refusal(wrong);
      assertThat(thrown.kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(thrown).hasMessageContaining("signed by nobody that ca-file trusts");
      assertThat(refusal(absent)).hasMessageContaining("there is no such file");
    }
    try (var broker =
            tls(
                "expired-broker",
                site.issue(
                    "expired",
                    "broker",
                    "IP:127.0.0.1",
                    Instant.parse("2020-01-01T00:00:00Z"),
                    Duration.ofDays(9)));
        var device = secure(broker.port(), site.authority())) {
      DriverException thrown = refusal(device);
      assertThat(thrown.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(thrown).hasMessageContaining("is not valid now");
    }
    try (var broker = tls("elsewhere-broker", elsewhere);
        var device = secure(broker.port(), site.authority())) {
      DriverException thrown = refusal(device);
      assertThat(thrown.kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(thrown).hasMessageContaining("is for another name");
    }
  }

  private Mosquitto tls(String name, Pki.Identity identity) throws IOException {
    Path home = Files.createDirectory(directory.resolve(name));
    return Mosquitto.start(home, "certfile " + identity.certificate(), "keyfile " + identity.key());
  }

  private static DriverHarness<MqttJsonSettings> secure(int port, Path authority) {
    return device("mqtts://127.0.0.1:" + port, "ca-file: " + authority);
  }
}
