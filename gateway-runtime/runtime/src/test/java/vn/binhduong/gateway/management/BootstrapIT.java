package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;
import vn.binhduong.gateway.management.objects.FakeGateway;
import vn.binhduong.gateway.uplink.Pki;
import vn.binhduong.gateway.uplink.Wait;

/// Against a Leshan bootstrap server and a Leshan server, each in a process of its own, over DTLS.
@Tag("interop")
class BootstrapIT {
  private static final String ENDPOINT = "BD-GW-000123";
  private static final String KEY = "00112233445566778899aabbccddeeff";
  private static final String BOOTSTRAP_KEY = "ffeeddccbbaa99887766554433221100";

  /// A dead server is given up after [Recovery#LOST_FAILURES] attempts, and the bootstrap too.
  private static final Duration ROUND = Duration.ofMinutes(4);

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temp;

  private final List<ManagementState> states = new CopyOnWriteArrayList<>();
  private @Nullable Management management;
  private int starts;

  @AfterEach
  void close() {
    if (management != null) {
      management.close();
    }
  }

  private void start(ManagementSettings settings) throws Exception {
    close();
    states.clear();
    starts++;
    FakeGateway street = new FakeGateway(temp.resolve("street" + starts));
    management =
        new Management(
            settings,
            ENDPOINT,
            0.5,
            new ManagementIT.Unit(),
            new NoActions(),
            street.objects,
            new AccountFile(account(), AtomicFile::write),
            states::add);
  }

  private Path account() {
    return temp.resolve("management-account");
  }

  private void awaitRegistered(int port, Duration within) {
    Wait.until(
        "registered at " + port,
        within,
        () ->
            !states.isEmpty()
                && states.getLast().kind() == ManagementState.Kind.REGISTERED
                && states.getLast().text().endsWith(":" + port));
  }

  private void awaitText(String text, Duration within) {
    Wait.until(text, within, () -> states.stream().anyMatch(state -> state.text().contains(text)));
  }

  private Path secret(String content) throws Exception {
    Path file = temp.resolve("key" + content.hashCode());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private BootstrapSettings psk(int port, String key) throws Exception {
    return new BootstrapSettings(
        uri(port), "boot", secret(key), null, null, null, Duration.ofSeconds(1));
  }

  private ManagementSettings only(BootstrapSettings bootstrap) {
    return settings(null, null, null, bootstrap);
  }

  private ManagementSettings both(int port, BootstrapSettings bootstrap) throws Exception {
    return settings(uri(port), "gw", secret(KEY), bootstrap);
  }

  private static ManagementSettings settings(
      @Nullable URI server,
      @Nullable String identity,
      @Nullable Path key,
      BootstrapSettings bootstrap) {
    return new ManagementSettings(
        server, null, identity, key, null, null, null, Duration.ofSeconds(30), false, bootstrap);
  }

  private static URI uri(int port) {
    return URI.create("coaps://localhost:" + port);
  }

  private static LeshanProcess server(int port, String identity) throws Exception {
    return new LeshanProcess(String.valueOf(port), "psk", ENDPOINT, identity, KEY);
  }

  /// One that gives `identity` with [#KEY] at a server.
  private static LeshanProcess bootstrap(boolean half, int server, String identity)
      throws Exception {
    return LeshanProcess.bootstrap(
        half,
        List.of(
            "0",
            ENDPOINT,
            "psk",
            "boot",
            BOOTSTRAP_KEY,
            uri(server).toString(),
            "psk",
            identity,
            KEY));
  }

  // From the factory with nothing but the bootstrap server; then that may go for good.
  @Test
  void isToldItsServerAndKeepsItOverARestart() throws Exception {
    ManagementSettings settings;
    try (LeshanProcess server = server(0, "given")) {
      try (LeshanProcess bootstrap = bootstrap(false, server.port(), "given")) {
        settings = only(psk(bootstrap.port(), BOOTSTRAP_KEY));
        start(settings);
        awaitRegistered(server.port(), SOON);
        assertThat(bootstrap.count("finished " + ENDPOINT)).isEqualTo(1);
        assertThat(server.count("registered " + ENDPOINT)).isEqualTo(1);
        assertThat(server.ask("read /3/0/0")).contains("Example");
        assertThat(server.ask("read /1/0/0")).contains(String.valueOf(BootstrapChild.SHORT_ID));
        assertThat(server.ask("read /1/0/1")).contains("77");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(account())))
            .isEqualTo("rw-------");
        bootstrap.kill();
      }
      start(settings);
      awaitRegistered(server.port(), SOON);
      Wait.until("registered anew", SOON, () -> server.count("registered " + ENDPOINT) == 2);
      assertThat(server.ask("read /1/0/0")).contains(String.valueOf(BootstrapChild.SHORT_ID));
    }
  }

  @Test
  void isToldItsServerWithCertificates() throws Exception {
    Pki pki = Pki.in(temp.resolve("pki"));
    Pki.Identity first = pki.issue("first", ENDPOINT, "DNS:gateway.example");
    Pki.Identity given = pki.issue("given", ENDPOINT, "DNS:gateway.example");
    Pki.Identity peer = pki.issue("server", "localhost", "DNS:localhost");
    Files.setPosixFilePermissions(first.key(), PosixFilePermissions.fromString("rw-------"));
    String ca = pki.authority().toString();
    List<String> own = List.of("x509", peer.certificate().toString(), peer.key().toString(), ca);
    List<String> serverArguments = new ArrayList<>(List.of("0", "x509", ENDPOINT));
    serverArguments.addAll(own.subList(1, 4));
    try (LeshanProcess server = new LeshanProcess(serverArguments.toArray(String[]::new))) {
      List<String> arguments = new ArrayList<>(List.of("0", ENDPOINT));
      arguments.addAll(own);
      arguments.addAll(
          List.of(
              uri(server.port()).toString(),
              "x509",
              given.certificate().toString(),
              given.key().toString(),
              ca));
      try (LeshanProcess bootstrap = LeshanProcess.bootstrap(false, arguments)) {
        ManagementSettings settings =
            only(
                new BootstrapSettings(
                    uri(bootstrap.port()),
                    null,
                    null,
                    first.certificate(),
                    first.key(),
                    pki.authority(),
                    Duration.ofSeconds(1)));
        start(settings);
        awaitRegistered(server.port(), SOON);
        assertThat(bootstrap.count("finished " + ENDPOINT)).isEqualTo(1);
        bootstrap.kill();
        start(settings);
        Wait.until("registered anew", SOON, () -> server.count("registered " + ENDPOINT) == 2);
      }
    }
  }

  @Test
  void aWrongKeyForTheBootstrapServerIsToldInASentence() throws Exception {
    int server = LoopbackPort.free();
    try (LeshanProcess bootstrap = bootstrap(false, server, "given")) {
      start(only(psk(bootstrap.port(), KEY)));
      Wait.until(
          "unreachable",
          SOON,
          () -> !states.isEmpty() && states.getLast().kind() == ManagementState.Kind.UNREACHABLE);
      assertThat(states.getLast().text())
          .startsWith(uri(bootstrap.port()) + ": ")
          .containsAnyOf("handshake", "did not answer");
      assertThat(bootstrap.count("asked " + ENDPOINT)).isZero();
      assertThat(account()).doesNotExist();
    }
  }

  // Province and bootstrap server are gone for good: what the gateway was delivered with is left.
  @Tag("long")
  @Test
  void theFactoryAccountIsTriedWhenAllElseIsGone() throws Exception {
    int factory = LoopbackPort.free();
    ManagementSettings settings;
    try (LeshanProcess province = server(0, "given");
        LeshanProcess bootstrap = bootstrap(false, province.port(), "given")) {
      settings = both(factory, psk(bootstrap.port(), BOOTSTRAP_KEY));
      start(settings);
      awaitRegistered(province.port(), ROUND);
      assertThat(account()).exists();
    }
    try (LeshanProcess server = server(factory, "gw")) {
      awaitRegistered(factory, ROUND.multipliedBy(2));
      assertThat(server.ask("read /1/0/0")).contains(String.valueOf(Account.SETTINGS_ID));
    }
  }

  // What it wrote before it died points nowhere: the former account must be whole.
  @Tag("long")
  @Test
  void aBootstrapServerThatWritesHalfAndDiesChangesNothing() throws Exception {
    int port = LoopbackPort.free();
    try (LeshanProcess bootstrap = bootstrap(true, LoopbackPort.free(), "given")) {
      start(both(port, psk(bootstrap.port(), BOOTSTRAP_KEY)));
      Wait.until("it wrote half", ROUND, () -> bootstrap.count("dies " + ENDPOINT) == 1);
    }
    try (LeshanProcess server = server(port, "gw")) {
      awaitRegistered(port, ROUND);
      assertThat(server.ask("read /1/0/0")).contains(String.valueOf(Account.SETTINGS_ID));
      assertThat(server.ask("read /3/0/0")).contains("Example");
    }
    assertThat(account()).doesNotExist();
  }

  // A bootstrap server that gives an account that does not work must not cost the one that does.
  @Tag("long")
  @Test
  void anAccountThatDoesNotWorkIsNotKept() throws Exception {
    int port = LoopbackPort.free();
    try (LeshanProcess other = server(0, "gw");
        LeshanProcess bootstrap = bootstrap(false, other.port(), "stranger")) {
      start(both(port, psk(bootstrap.port(), BOOTSTRAP_KEY)));
      Wait.until("it gave one", ROUND, () -> bootstrap.count("finished " + ENDPOINT) == 1);
      awaitText(uri(other.port()) + ": ", SOON);
      try (LeshanProcess server = server(port, "gw")) {
        awaitRegistered(port, ROUND);
        assertThat(server.ask("read /1/0/0")).contains(String.valueOf(Account.SETTINGS_ID));
      }
      assertThat(other.count("registered " + ENDPOINT)).isZero();
      assertThat(account()).doesNotExist();
    }
  }
}
