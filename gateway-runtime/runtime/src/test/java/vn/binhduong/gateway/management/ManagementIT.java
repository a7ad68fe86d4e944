package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
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

/// Against a Leshan server in a process of its own, over DTLS.
@Tag("interop")
class ManagementIT {
  private static final String ENDPOINT = "BD-GW-000123";
  private static final String KEY = "00112233445566778899aabbccddeeff";

  /// What is promised: registered again within a minute of the server's return.
  private static final Duration BACK_WITHIN = Duration.ofMinutes(1);

  /// So that the gateway tells every two seconds that it is there.
  private static final Duration LIFETIME = Duration.ofSeconds(4);

  @TempDir Path temp;

  private final List<ManagementState> states = new CopyOnWriteArrayList<>();
  private @Nullable Management management;
  private @Nullable FakeGateway street;

  @AfterEach
  void close() {
    if (management != null) {
      management.close();
    }
  }

  private void start(ManagementSettings settings) throws Exception {
    street = new FakeGateway(temp.resolve("street"));
    street.measureAll();
    management =
        new Management(
            settings,
            ENDPOINT,
            0.5,
            unit,
            new NoActions(),
            street.objects,
            new AccountFile(temp.resolve("management-account"), AtomicFile::write),
            states::add);
  }

  private final Unit unit = new Unit();

  static final class Unit implements ManagedUnit {
    volatile List<Fault> faults = List.of(Fault.PERIPHERAL, Fault.UPLINK);

    @Override
    public Optional<String> manufacturer() {
      return Optional.of("Example");
    }

    @Override
    public Optional<String> model() {
      return Optional.of("Raspberry Pi 4 Model B Rev 1.4");
    }

    @Override
    public Optional<String> serial() {
      return Optional.empty();
    }

    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public Optional<String> system() {
      return Optional.empty();
    }

    @Override
    public Optional<Storage> storage() {
      return Optional.of(new Storage(200_000_000, 1_000_000_000));
    }

    @Override
    public List<Fault> faults() {
      return faults;
    }

    @Override
    public Instant now() {
      return Instant.parse("2026-11-23T08:00:00Z");
    }

    @Override
    public ZoneId zone() {
      return ZoneId.of("Asia/Ho_Chi_Minh");
    }
  }

  private Path secret(String content) throws Exception {
    Path file = temp.resolve("key" + content.hashCode());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private ManagementSettings psk(int port, String key) throws Exception {
    return new ManagementSettings(
        URI.create("coaps://localhost:" + port),
        null,
        "gw",
        secret(key),
        null,
        null,
        null,
        LIFETIME,
        false,
        null);
  }

  private static LeshanProcess pskServer(int port) throws Exception {
    return new LeshanProcess(String.valueOf(port), "psk", ENDPOINT, "gw", KEY);
  }

  private void await(ManagementState.Kind kind, Duration within) {
    Wait.until(kind.toString(), within, () -> !states.isEmpty() && states.getLast().kind() == kind);
  }

  @Test
  void registersWithAPreSharedKeyAndTellsWhatItIs() throws Exception {
    try (LeshanProcess server = pskServer(0)) {
      start(psk(server.port(), KEY));
      await(ManagementState.Kind.REGISTERED, Duration.ofSeconds(20));

      assertThat(server.ask("read /3/0/0")).contains("CONTENT").contains("Example");
      assertThat(server.ask("read /3/0/3")).contains("1.2.3");
      assertThat(server.ask("read /3/0/10")).contains("200000");
      assertThat(server.ask("read /3/0/11")).contains("8").contains("17");
      assertThat(server.ask("read /3/0/14")).contains("+07:00");
      assertThat(server.ask("read /3/0/2")).as("no serial number is known").contains("NOT_FOUND");
      assertThat(server.ask("read /1/0/1")).contains("4");
      assertThat(server.ask("execute /3/0/4")).isEqualTo("METHOD_NOT_ALLOWED(405) not enabled");
      assertThat(server.ask("execute /3/0/5")).isEqualTo("METHOD_NOT_ALLOWED(405) not enabled");
      assertThat(server.ask("read /0/0/5")).as("secrets are not read").doesNotContain("CONTENT");

      Wait.until(
          "it tells that it is there",
          Duration.ofSeconds(20),
          () -> server.count("updated " + ENDPOINT) >= 2);
      assertThat(server.count("registered " + ENDPOINT)).isEqualTo(1);
      if (management != null) {
        management.close();
      }
      Wait.until(
          "it says farewell", Duration.ofSeconds(5), () -> server.count("gone " + ENDPOINT) == 1);
    }
  }

  // Every object over the wire, and a value that changes comes by itself.
  @Test
  void everyObjectIsReadAndAValueIsObserved() throws Exception {
    try (LeshanProcess server = pskServer(0)) {
      start(psk(server.port(), KEY));
      FakeGateway street = java.util.Objects.requireNonNull(this.street);
      await(ManagementState.Kind.REGISTERED, Duration.ofSeconds(20));
      String objects = server.ask("objects");
      for (int object :
          new int[] {
            3, 4, 6, 7, 16, 19, 20, 3303, 3304, 3315, 3415, 3428, 3432, 33001, 33002, 33003, 33004
          }) {
        assertThat(objects).contains(String.valueOf(object));
        assertThat(server.ask("read /" + object)).as("/%d", object).startsWith("CONTENT");
      }
      assertThat(server.ask("read /3303/0/5700")).contains("31.25");
      assertThat(server.ask("observe /3303/0/5700")).contains("31.25");
      street.nowMillis += 10_000;
      street.measureTemperature(32.5);
      Wait.until(
          "the new temperature",
          Duration.ofSeconds(20),
          () -> server.said("notified /3303/0/5700 ").contains("32.5"));
      assertThat(server.ask("write /3303/0/5700")).contains("METHOD_NOT_ALLOWED");
    }
  }

  @Test
  void whatIsWrongIsToldToWhoObservesIt() throws Exception {
    try (LeshanProcess server = pskServer(0)) {
      start(psk(server.port(), KEY));
      await(ManagementState.Kind.REGISTERED, Duration.ofSeconds(20));
      assertThat(server.ask("observe /3/0/11")).contains("8").contains("17");
      unit.faults = List.of(ManagedUnit.Fault.STORE);
      Wait.until(
          "notified",
          Duration.ofSeconds(10),
          () -> server.said("notified /3/0/11 ").contains("16"));
    }
  }

  // An alarm does not wait for the server to ask; a server that is muted hears nothing.
  @Test
  void whatIsReportedIsSentUnlessTheServerWantsNothingSent() throws Exception {
    try (LeshanProcess server = pskServer(0)) {
      start(psk(server.port(), KEY));
      Management running = java.util.Objects.requireNonNull(management);
      running.report(List.of()); // before it is registered
      await(ManagementState.Kind.REGISTERED, Duration.ofSeconds(20));
      Wait.until("sent", Duration.ofSeconds(10), () -> server.said("sent ").contains("/3/0/11/1"));
      FakeGateway street = java.util.Objects.requireNonNull(this.street);
      List<String> paths = street.objects.pathsOfHealth("wx1");
      assertThat(paths).isNotEmpty().allSatisfy(path -> assertThat(path).startsWith("/33003/"));
      running.report(paths);
      Wait.until(
          "sent", Duration.ofSeconds(10), () -> server.said("sent ").contains(paths.getFirst()));

      assertThat(server.ask("flag /1/0/23 true")).startsWith("CHANGED");
      assertThat(server.ask("read /1/0/23")).contains("true");
      running.report(List.of("/3/0/13"));
      Thread.sleep(Duration.ofSeconds(2)); // four turns of the thread that takes it
      assertThat(server.ask("flag /1/0/23 false")).startsWith("CHANGED");
      running.report(List.of("/3/0/14"));
      Wait.until("sent", Duration.ofSeconds(10), () -> server.said("sent ").contains("/3/0/14"));
      assertThat(server.lines("sent ")).noneMatch(line -> line.contains("/3/0/13"));
    }
  }

  // The server's memory of keys and registrations is gone; its port is the same.
  @Test
  void isRegisteredAgainAfterTheServerForgotEverything() throws Exception {
    int port;
    try (LeshanProcess server = pskServer(0)) {
      port = server.port();
      start(psk(port, KEY));
      await(ManagementState.Kind.REGISTERED, Duration.ofSeconds(20));
      server.kill();
    }
    await(ManagementState.Kind.UNREACHABLE, Duration.ofMinutes(1));
    assertThat(states.getLast().text()).contains("no answer");
    long begin = System.nanoTime();
    try (LeshanProcess server = pskServer(port)) {
      await(ManagementState.Kind.REGISTERED, BACK_WITHIN);
      assertThat(server.count("registered " + ENDPOINT)).isEqualTo(1);
    }
    System.out.printf(
        "registered %.1f s after the server began to start%n", (System.nanoTime() - begin) / 1e9);
  }

  // It was killed and came back between two updates: nobody noticed, and the keys are gone.
  @Test
  void isRegisteredAgainWhenOnlyTheServerKnowsThatItWasAway() throws Exception {
    int port;
    try (LeshanProcess server = pskServer(0)) {
      port = server.port();
      start(psk(port, KEY));
      await(ManagementState.Kind.REGISTERED, Duration.ofSeconds(20));
      server.kill();
    }
    long begin = System.nanoTime();
    try (LeshanProcess server = pskServer(port)) {
      Wait.until("registered", BACK_WITHIN, () -> server.count("registered " + ENDPOINT) == 1);
    }
    System.out.printf(
        "registered %.1f s after the server began to start%n", (System.nanoTime() - begin) / 1e9);
  }

  @Test
  void aServerThatComesLaterIsFound() throws Exception {
    int port = LoopbackPort.free();
    start(psk(port, KEY));
    await(ManagementState.Kind.UNREACHABLE, Duration.ofSeconds(40));
    try (LeshanProcess server = pskServer(port)) {
      await(ManagementState.Kind.REGISTERED, BACK_WITHIN);
      assertThat(server.ask("read /3/0/0")).contains("Example");
    }
  }

  @Test
  void aWrongKeyIsToldInASentence() throws Exception {
    try (LeshanProcess server = pskServer(0)) {
      start(psk(server.port(), KEY.replace('0', '1')));
      await(ManagementState.Kind.UNREACHABLE, Duration.ofSeconds(40));
      assertThat(states.getLast().text())
          .startsWith("coaps://localhost:" + server.port() + ": ")
          .containsAnyOf("handshake", "no answer");
      assertThat(server.count("registered " + ENDPOINT)).isZero();
    }
  }

  @Test
  void registersWithACertificateAndRefusesAServerOfAnotherName() throws Exception {
    Pki pki = Pki.in(temp.resolve("pki"));
    Pki.Identity own = pki.issue("gateway", ENDPOINT, "DNS:gateway.example");
    Files.setPosixFilePermissions(own.key(), PosixFilePermissions.fromString("rw-------"));
    Pki.Identity right = pki.issue("server", "localhost", "DNS:localhost");
    Pki.Identity wrong = pki.issue("other", "elsewhere.example", "DNS:elsewhere.example");
    int port;
    try (LeshanProcess server = x509Server(0, wrong, pki)) {
      port = server.port();
      start(
          new ManagementSettings(
              URI.create("coaps://localhost:" + port),
              null,
              null,
              null,
              own.certificate(),
              own.key(),
              pki.authority(),
              LIFETIME,
              false,
              null));
      await(ManagementState.Kind.UNREACHABLE, Duration.ofSeconds(40));
      assertThat(states.getLast().text()).contains("handshake");
      assertThat(server.count("registered " + ENDPOINT)).isZero();
      server.kill();
    }
    try (LeshanProcess server = x509Server(port, right, pki)) {
      await(ManagementState.Kind.REGISTERED, BACK_WITHIN);
      assertThat(server.ask("read /3/0/0")).contains("Example");
    }
  }

  private static LeshanProcess x509Server(int port, Pki.Identity identity, Pki pki)
      throws Exception {
    return new LeshanProcess(
        String.valueOf(port),
        "x509",
        ENDPOINT,
        identity.certificate().toString(),
        identity.key().toString(),
        pki.authority().toString());
  }

  @Test
  void aKeyThatOthersCanReadIsNotUsed() throws Exception {
    Path key = secret(KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    start(
        new ManagementSettings(
            URI.create("coaps://localhost:" + LoopbackPort.free()),
            null,
            "gw",
            key,
            null,
            null,
            null,
            LIFETIME,
            false,
            null));
    await(ManagementState.Kind.UNREACHABLE, Duration.ofSeconds(5));
    assertThat(states.getLast().text()).contains("psk-file").contains("chmod 600 " + key);
  }
}
