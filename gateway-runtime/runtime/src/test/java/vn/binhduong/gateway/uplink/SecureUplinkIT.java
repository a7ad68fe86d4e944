package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.uplink.Failure.Kind;

/// TLS as the contract demands it, against a real mosquitto: both sides show a certificate, and the
/// name in the gateway's is its user name. Each mistake that is made in the field is told apart,
/// said once in words, harms nothing else, and is over when it is mended, without a restart.
@Tag("interop")
@Timeout(60)
class SecureUplinkIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String BASE = "bd/v1/" + Site.GATEWAY + "/";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir static Path shared;
  private static Pki pki;
  private static Pki strangers;
  private static Pki.Identity gateway;
  private static Pki.Identity broker;

  @TempDir Path directory;
  private int port;

  @BeforeAll
  static void makeCertificates() throws Exception {
    pki = Pki.in(shared.resolve("pki"));
    strangers = Pki.in(shared.resolve("strangers"));
    gateway = pki.issue("gateway", Site.GATEWAY, "DNS:" + Site.GATEWAY);
    broker = pki.issue("broker", "localhost", "DNS:localhost,IP:127.0.0.1");
  }

  @BeforeEach
  void choosePort() throws Exception {
    port = Mosquitto.freePort();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  /// What mosquitto must be told so that the contract holds: who a gateway is, and what it may do.
  private String[] secured(Pki.Identity identity) throws IOException {
    Path acl = directory.resolve("acl");
    Files.writeString(
        acl,
        """
        pattern write bd/v1/%u/#
        pattern read bd/v1/%u/ack/+
        pattern read bd/v1/%u/cmd
        """);
    return new String[] {
      "listener " + port + " 127.0.0.1",
      "cafile " + pki.authority(),
      "certfile " + identity.certificate(),
      "keyfile " + identity.key(),
      "require_certificate true",
      "use_identity_as_username true",
      "acl_file " + acl
    };
  }

  private Mosquitto broker(String... settings) throws IOException {
    return Mosquitto.start(folder("broker"), settings);
  }

  private Site site(TestSettings settings) throws Exception {
    return new Site(folder("data"), settings.make(), false, Site::wall);
  }

  private TestSettings settings() {
    return TestSettings.tls(port, pki.authority()).as(gateway);
  }

  private static void awaitFailure(Site site, Kind kind, String... words) {
    Wait.until(
        () -> kind + ", found " + site.uplink.figures(),
        SOON,
        () -> site.uplink.figures().failure().map(Failure::kind).orElse(null) == kind);
    assertThat(site.uplink.figures().failure().orElseThrow().text()).contains(words);
    assertThat(site.uplink.figures().text()).contains(words);
  }

  /// Several attempts end alike: it is said once, and what is measured meanwhile is kept.
  private static void awaitAttempts(Mosquitto broker, int count) {
    Wait.until(
        count + " attempts",
        SOON,
        () ->
            broker.log().stream().filter(line -> line.contains("New connection from")).count()
                >= count);
  }

  private void assertHeals(Site site, Mosquitto broker, String... settings) throws Exception {
    broker.kill();
    broker.configure(settings);
    broker.restart();
    site.awaitDelivered(SOON);
    assertThat(site.uplink.figures().failure()).isEmpty();
  }

  // The whole way, with an access list that allows a gateway no more than the contract says.
  @Test
  void speaksAsTheContractAllows() throws Exception {
    try (Mosquitto mosquitto = broker(secured(broker));
        Listener ioc = Listener.on(mosquitto.port());
        Site site = site(settings())) {
      site.measure(20);
      site.awaitDelivered(SOON);
      Wait.until("numbers", SOON, () -> ioc.numbers("aq1").size() == 20);
      Wait.until("ledger", SOON, () -> !ioc.on(BASE + "ledger/aq1").isEmpty());
      assertThat(ioc.on(BASE + "state")).isNotEmpty();
      assertThat(ioc.on(BASE + "birth/aq1")).isNotEmpty();
      long expires = System.currentTimeMillis() + 60_000;
      ioc.send(
          BASE + "cmd",
          new Command.Diagnose("d1", expires, Command.Scope.HEALTH).toJson(),
          new org.eclipse.paho.mqttv5.common.packet.MqttProperties());
      Wait.until("answer", SOON, () -> !ioc.on(BASE + "res/d1").isEmpty());
      assertThat(site.uplink.figures().deniedTopics()).isEmpty();
    }
  }

  // A gateway that claims to be another one publishes nothing, and says which topics are refused.
  @Test
  void mayNotSpeakForAnother() throws Exception {
    Pki.Identity other = pki.issue("other", "BD-GW-999999", "DNS:BD-GW-999999");
    try (Mosquitto mosquitto = broker(secured(broker));
        Listener ioc = Listener.on(mosquitto.port());
        LogLines log = new LogLines();
        Site site = site(TestSettings.tls(port, pki.authority()).as(other))) {
      site.measure(5);
      Wait.until(
          () -> "denied: " + site.uplink.figures(),
          SOON,
          () -> site.uplink.figures().deniedTopics().contains(BASE + "state"));
      Wait.until(
          () -> "several attempts: " + site.uplink.figures(),
          SOON,
          () -> site.uplink.figures().attempts() >= 4);
      assertThat(site.uplink.figures().text()).contains("refuse", BASE + "state");
      assertThat(ioc.all()).isEmpty();
      assertThat(site.store.figures().backlog()).isGreaterThanOrEqualTo(5);
      assertThat(site.uplink.figures().quarantined()).isZero();
      assertThat(log.all()).as("a broker that takes and drops us").hasSizeLessThan(6);
    }
  }

  @Test
  void brokerOfAnotherName() throws Exception {
    Pki.Identity wrong = pki.issue("wrong", "ioc.example", "DNS:ioc.example");
    try (Mosquitto mosquitto = broker(secured(wrong));
        LogLines log = new LogLines();
        Site site = site(settings())) {
      site.measure(5);
      awaitFailure(site, Kind.CERTIFICATE_NAME, "localhost:" + port, "is for another name");
      awaitAttempts(mosquitto, 4);
      assertThat(log.warnings()).singleElement().asString().contains("is for another name");
      assertHeals(site, mosquitto, secured(broker));
    }
  }

  @Test
  void brokerSignedByAStranger() throws Exception {
    Pki.Identity strange = strangers.issue("strange", "localhost", "DNS:localhost");
    try (Mosquitto mosquitto = broker(secured(strange));
        LogLines log = new LogLines();
        Site site = site(settings())) {
      site.measure(5);
      awaitFailure(site, Kind.CERTIFICATE_UNTRUSTED, "signed by nobody that ca-file trusts");
      awaitAttempts(mosquitto, 4);
      assertThat(log.warnings()).singleElement().asString().contains("ca-file");
      assertHeals(site, mosquitto, secured(broker));
    }
  }

  @Test
  void brokerCertificateExpired() throws Exception {
    Pki.Identity old =
        pki.issue("old", "localhost", "DNS:localhost", Instant.now().minus(DAY), DAY.dividedBy(2));
    try (Mosquitto mosquitto = broker(secured(old));
        LogLines log = new LogLines();
        Site site = site(settings())) {
      site.measure(5);
      awaitFailure(site, Kind.CERTIFICATE_EXPIRED, "has expired", "clock of this gateway is set");
      awaitAttempts(mosquitto, 4);
      assertThat(log.warnings()).singleElement().asString().contains("has expired");
      assertHeals(site, mosquitto, secured(broker));
    }
  }

  @Test
  void brokerCertificateNotYetValid() throws Exception {
    Pki.Identity young =
        pki.issue("young", "localhost", "DNS:localhost", Instant.now().plus(DAY), DAY);
    try (Mosquitto mosquitto = broker(secured(young));
        Site site = site(settings())) {
      site.measure(5);
      awaitFailure(
          site, Kind.CERTIFICATE_NOT_YET_VALID, "not valid yet", "clock of this gateway is set");
      assertHeals(site, mosquitto, secured(broker));
    }
  }

  @Test
  void noCertificateOfOurs() throws Exception {
    try (Mosquitto mosquitto = broker(secured(broker));
        LogLines log = new LogLines();
        Site site = site(TestSettings.tls(port, pki.authority()))) {
      site.measure(5);
      awaitFailure(site, Kind.CLIENT_CERTIFICATE, "certificate of this gateway");
      awaitAttempts(mosquitto, 4);
      assertThat(log.warnings()).hasSizeBetween(1, 2).allMatch(w -> w.contains("certificate-file"));
    }
  }

  // The files are read at each attempt: a renewed certificate needs no restart.
  @Test
  void certificateOfOursThatTheBrokerDoesNotTrust() throws Exception {
    Pki.Identity strange = strangers.issue("gw", Site.GATEWAY, "DNS:" + Site.GATEWAY);
    Path certificate = Files.copy(strange.certificate(), directory.resolve("own.pem"));
    Path key = Files.copy(strange.key(), directory.resolve("own.key"));
    try (Mosquitto _ = broker(secured(broker));
        Site site =
            site(TestSettings.tls(port, pki.authority()).as(new Pki.Identity(certificate, key)))) {
      site.measure(5);
      awaitFailure(site, Kind.CLIENT_CERTIFICATE, "certificate of this gateway");
      Files.copy(gateway.key(), key, StandardCopyOption.REPLACE_EXISTING);
      awaitFailure(site, Kind.SETTINGS, "does not belong to certificate-file");
      Files.copy(gateway.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      site.awaitDelivered(SOON);
    }
  }

  @Test
  void ownCertificateExpired() throws Exception {
    Pki.Identity old =
        pki.issue("gw-old", Site.GATEWAY, "DNS:x", Instant.now().minus(DAY), DAY.dividedBy(2));
    try (Mosquitto mosquitto = broker(secured(broker));
        Site site = site(TestSettings.tls(port, pki.authority()).as(old))) {
      site.measure(5);
      String until = Instant.now().minus(DAY.dividedBy(2)).toString().substring(0, 10);
      awaitFailure(
          site, Kind.CLIENT_CERTIFICATE, "certificate of this gateway", "to " + until, "valid 20");
      assertThat(mosquitto.log()).isNotEmpty();
    }
  }

  @Test
  void wrongPassword() throws Exception {
    Path passwords = directory.resolve("passwords");
    Process made =
        new ProcessBuilder(
                "mosquitto_passwd", "-c", "-b", passwords.toString(), Site.GATEWAY, "right")
            .start();
    assertThat(made.waitFor()).isZero();
    Path password = Files.writeString(directory.resolve("password"), "wrong\n");
    TestSettings settings = TestSettings.tls(port, pki.authority());
    settings.username = Site.GATEWAY;
    settings.passwordFile = password;
    try (Mosquitto mosquitto =
            broker(
                "listener " + port + " 127.0.0.1",
                "cafile " + pki.authority(),
                "certfile " + broker.certificate(),
                "keyfile " + broker.key(),
                "password_file " + passwords);
        LogLines log = new LogLines();
        Site site = site(settings)) {
      site.measure(5);
      Wait.until(
          () -> "refused: " + site.uplink.figures(),
          SOON,
          () -> site.uplink.figures().failure().isPresent());
      assertThat(site.uplink.figures().failure().orElseThrow().kind())
          .isIn(Kind.BAD_CREDENTIALS, Kind.NOT_AUTHORIZED);
      assertThat(site.uplink.figures().text()).contains("user name or password");
      awaitAttempts(mosquitto, 4);
      assertThat(log.all()).noneMatch(line -> line.contains("wrong"));
      Files.writeString(password, "right\n");
      site.awaitDelivered(SOON);
    }
  }

  // Nothing at all goes out, not even the attempt.
  @Test
  void plaintextIsRefusedOutsideTheDemo() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TestSettings settings = TestSettings.on(server.getLocalPort());
      settings.allowPlaintext = false;
      try (LogLines log = new LogLines();
          Site site = site(settings)) {
        site.measure(5);
        awaitFailure(site, Kind.SETTINGS, "is not encrypted", "mqtts://");
        Wait.until("several attempts", SOON, () -> site.uplink.figures().attempts() >= 4);
        assertThat(log.warnings()).singleElement().asString().contains("allow-plaintext");
      }
      server.setSoTimeout(1);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void portClosed() throws Exception {
    Mosquitto mosquitto = Mosquitto.at(folder("broker"), Mosquitto.freePort());
    try (LogLines log = new LogLines();
        Site site = site(settings())) {
      site.measure(5);
      awaitFailure(site, Kind.CONNECTION_REFUSED, "nobody listens at localhost:" + port);
      Wait.until("several attempts", SOON, () -> site.uplink.figures().attempts() >= 4);
      assertThat(log.warnings()).singleElement().asString().contains("nobody listens");
      assertHeals(site, mosquitto, secured(broker));
    } finally {
      mosquitto.close();
    }
  }

  @Test
  void unknownHost() throws Exception {
    TestSettings settings = new TestSettings(URI.create("mqtts://no-such-host.invalid"));
    settings.connectTimeout = Duration.ofSeconds(20);
    try (LogLines log = new LogLines();
        Site site = site(settings)) {
      site.measure(5);
      awaitFailure(site, Kind.UNKNOWN_HOST, "no-such-host.invalid", "no address");
      assertThat(log.warnings()).singleElement().asString().contains("no address");
      Wait.until("kept", SOON, () -> site.store.figures().backlog() == 5);
    }
  }

  @Test
  void warnsOfAKeyThatOthersCanRead() throws Exception {
    Path key = Files.copy(gateway.key(), directory.resolve("open.key"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    try (Mosquitto mosquitto = broker(secured(broker));
        LogLines log = new LogLines();
        Site site =
            site(
                TestSettings.tls(port, pki.authority())
                    .as(new Pki.Identity(gateway.certificate(), key)))) {
      site.measure(5);
      site.awaitDelivered(SOON);
      assertThat(site.uplink.figures().warning().orElseThrow()).contains("chmod 600 " + key);
      assertThat(log.warnings()).singleElement().asString().contains("rw-r-----");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      mosquitto.kill();
      mosquitto.restart();
      Wait.until("mended", SOON, () -> site.uplink.figures().warning().isEmpty());
      assertThat(List.copyOf(log.warnings())).hasSize(2); // the key, the broker's restart
    }
  }
}
