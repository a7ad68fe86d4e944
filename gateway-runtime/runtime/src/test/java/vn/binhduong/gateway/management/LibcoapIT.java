package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;
import vn.binhduong.gateway.uplink.Wait;

/// Against software that shares nothing with Leshan and Californium: libcoap, with the DTLS of
/// OpenSSL. Its resource directory takes registrations, and shows them to its own client.
@Tag("interop")
class LibcoapIT {
  private static final String PACKAGE = "libcoap3-bin";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LIFETIME = Duration.ofSeconds(20);

  /// A link of RFC 6690: a path in brackets, then attributes whose values are quoted or tokens.
  private static final String LINK =
      "</[A-Za-z0-9/._-]*>(;[a-z0-9]+(=(\"[^\"\\\\]*\"|[^\\s\",;\\\\]+))?)*";

  @TempDir Path temp;

  /// Two free ports beside each other: CoAP, and CoAP over DTLS.
  private static int freePorts() throws IOException {
    int before = LoopbackPort.free();
    while (true) {
      int port = LoopbackPort.free();
      if (port == before + 1) {
        return before;
      }
      before = port;
    }
  }

  private Program directory(int port) throws IOException {
    return new Program(
        temp.resolve("coap-rd.log"),
        PACKAGE,
        "stdbuf",
        "-oL",
        "coap-rd-openssl",
        "-A",
        "127.0.0.1",
        "-p",
        String.valueOf(port),
        "-k",
        RunningClient.KEY_TEXT,
        "-v",
        "7");
  }

  /// What libcoap's client gets from the directory, over DTLS.
  private String get(int port, String path) throws Exception {
    return Program.run(
            temp.resolve("coap-client.log"),
            PACKAGE,
            "coap-client-openssl",
            "-B",
            "5",
            "-u",
            "reader",
            "-k",
            RunningClient.KEY_TEXT,
            "coaps://127.0.0.1:%d%s".formatted(port, path))
        .strip();
  }

  // The registration as another implementation reads it: the queries, the format, the links.
  @Test
  void aResourceDirectoryShowsTheRegistration() throws Exception {
    int port = freePorts();
    try (Program directory = directory(port);
        RunningClient client = new RunningClient(temp, port + 1, LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);

      assertThat(directory.lines("c:POST", "Uri-Path:rd,").getFirst())
          .contains("Content-Format:application/link-format")
          .contains("Uri-Query:ep=" + RunningClient.ENDPOINT)
          .contains("Uri-Query:lt=" + LIFETIME.toSeconds())
          .contains("Uri-Query:lwm2m=1.1")
          .contains("Uri-Query:b=U");

      Matcher at = Pattern.compile("</(rd/[^>]+)>").matcher(get(port + 1, "/.well-known/core"));
      assertThat(at.find()).as("a registration in the directory").isTrue();
      String links = get(port + 1, "/" + at.group(1));
      System.out.println("links, as libcoap's client got them: " + links);
      assertThat(links).matches(LINK + "(," + LINK + ")*");
      List<String> each = List.of(links.split(",(?=<)", -1));
      assertThat(each.getFirst()).startsWith("</>;").contains("rt=\"oma.lwm2m\"").contains("ct=");
      assertThat(each)
          .anyMatch(link -> link.startsWith("</1/0>"))
          .anyMatch(link -> link.startsWith("</3/0>"))
          .anyMatch(link -> link.startsWith("</3303/0>"))
          .anyMatch(link -> link.startsWith("</3428/0>"))
          .anyMatch(link -> link.startsWith("</33001/0>"))
          .noneMatch(link -> link.startsWith("</0"));
    }
  }

  // This directory knows no update (it answers 4.05): the gateway is there all the same, by one
  // registration after each refusal.
  @Test
  void aServerThatRefusesUpdatesIsRegisteredAtAgainWithoutHaste() throws Exception {
    int port = freePorts();
    try (Program directory = directory(port);
        RunningClient client = new RunningClient(temp, port + 1, LIFETIME)) {
      client.await(ManagementState.Kind.REGISTERED, SOON);
      long begin = System.nanoTime();
      Wait.until(
          "a second refusal",
          Duration.ofMinutes(1),
          () -> directory.lines("t:ACK", "c:4.05").size() >= 2);
      int registrations = directory.lines("c:POST", "Uri-Path:rd,", "ep=").size();
      System.out.printf(
          "%d registrations in %.1f s%n", registrations, (System.nanoTime() - begin) / 1e9);
      assertThat(registrations).as("the first, and one after each refusal").isBetween(2, 3);
      client.await(ManagementState.Kind.REGISTERED, SOON);
      assertThat(client.states)
          .anyMatch(state -> state.text().contains("refused the update of the registration"));
    }
  }

  // The whole life of a registration with a server on libcoap, which asks back over the session.
  @Test
  void aServerOnLibcoapReadsDiscoversAndObserves() throws Exception {
    int port = freePorts();
    try (Program server = miniature(port)) {
      try (RunningClient client = new RunningClient(temp, port, LIFETIME)) {
        client.await(ManagementState.Kind.REGISTERED, SOON);
        assertThat(server.lines("registered 0.02 40 </>;rt=\"oma.lwm2m\"")).hasSize(1);
        assertThat(server.lines("query ").getFirst()).contains("ep=" + RunningClient.ENDPOINT);

        assertThat(ask(server, "get /3/0/0 0")).isEqualTo("answer 2.05 0 Example");
        assertThat(ask(server, "get /3303/0/5700 0")).isEqualTo("answer 2.05 0 31.25");
        assertThat(ask(server, "get /3 40"))
            .startsWith("answer 2.05 40 </3>")
            .matches("answer 2.05 40 " + LINK + "(," + LINK + ")*")
            .contains("</3/0/0>", "</3/0/13>");
        assertThat(ask(server, "get /3/0 110"))
            .startsWith("answer 2.05 110 [{")
            .contains("\"Example\"");
        assertThat(ask(server, "get /3/0/99 0")).startsWith("answer 4.04");
        assertThat(ask(server, "get /0/0/5 0")).as("secrets are not read").startsWith("answer 4.");

        server.tell("observe /3303/0/5700 0");
        Wait.until("the observation", SOON, () -> !server.lines("notified ", "31.25").isEmpty());
        client.street.nowMillis += 10_000;
        client.street.measureTemperature(32.5);
        Wait.until("the notification", SOON, () -> !server.lines("notified ", "32.5").isEmpty());

        client.street.appears("wx2");
        Wait.until(
            "the new device",
            SOON,
            () -> !server.lines("updated 0.02 40 </>", "</3303/1>").isEmpty());
        Wait.until("updates", SOON, () -> server.lines("updated ").size() >= 3);
        assertThat(server.lines("registered ")).hasSize(1);
      }
      Wait.until("the farewell", SOON, () -> server.lines("gone 0.04").size() == 1);
    }
  }

  private Program miniature(int port) throws Exception {
    Path source = temp.resolve("miniature.c");
    Path program = temp.resolve("miniature");
    try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("miniature.c"))) {
      Files.copy(text, source);
    }
    String said =
        Program.run(
            temp.resolve("gcc.log"),
            "gcc libc6-dev libcoap3-dev",
            "gcc",
            "-o",
            program.toString(),
            source.toString(),
            "-lcoap-3-openssl");
    assertThat(program).as("apt-get install gcc libc6-dev libcoap3-dev: %s", said).exists();
    Program server =
        new Program(
            temp.resolve("miniature.log"),
            "libcoap3-dev",
            program.toString(),
            String.valueOf(port),
            RunningClient.KEY_TEXT);
    Wait.until("it listens", SOON, () -> !server.lines("listening").isEmpty());
    return server;
  }

  private static String ask(Program server, String order) throws IOException {
    int before = server.lines("answer ").size();
    server.tell(order);
    Wait.until("an answer to " + order, SOON, () -> server.lines("answer ").size() > before);
    return server.lines("answer ").getLast();
  }

  // libcoap 4.3.1's directory aborts when a registration is deleted; that it was asked to is seen.
  @Test
  void theFarewellNamesTheRegistration() throws Exception {
    int port = freePorts();
    try (Program directory = directory(port)) {
      Matcher at;
      try (RunningClient client = new RunningClient(temp, port + 1, Duration.ofMinutes(10))) {
        client.await(ManagementState.Kind.REGISTERED, SOON);
        at = Pattern.compile("Location-Path:rd, Location-Path:(\\S+)").matcher(directory.said());
        assertThat(at.find()).isTrue();
      }
      String location = at.group(1);
      Wait.until(
          "the farewell",
          SOON,
          () -> !directory.lines("c:DELETE", "Uri-Path:rd", "Uri-Path:" + location).isEmpty());
    }
  }
}
