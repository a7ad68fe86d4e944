package vn.binhduong.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The control socket against good, bad, slow and many clients.
@Timeout(30)
class ControlIT {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir private Path directory = Path.of("");
  private Path socket = Path.of("");
  private final CountDownLatch streamEnded = new CountDownLatch(1);

  @BeforeEach
  void path() {
    socket = directory.resolve("c.sock");
  }

  private ControlServer open() throws IOException {
    return open(PATIENCE);
  }

  private ControlServer open(Duration take) throws IOException {
    return ControlServer.open(
        socket,
        Map.of(
            "echo",
            arguments -> arguments,
            "refuse",
            arguments -> {
              throw new ControlException("no device 'x'");
            },
            "fail",
            arguments -> {
              throw new IllegalStateException("boom");
            }),
        Map.of(
            "count",
            (arguments, out) -> {
              for (int i = 1; i <= arguments.path("to").asInt(); i++) {
                out.put(Answers.JSON.createObjectNode().put("i", i));
              }
            },
            "flood",
            (arguments, out) -> {
              try {
                var line = Answers.JSON.createObjectNode().put("x", "x".repeat(10_000));
                while (true) {
                  out.put(line);
                }
              } finally {
                streamEnded.countDown();
              }
            }),
        take);
  }

  private static JsonNode json(String text) throws IOException {
    return Answers.JSON.readTree(text);
  }

  private String raw(byte[] request) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var buffer = ByteBuffer.wrap(request);
      try {
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException closedOnUs) {
        assertThat(closedOnUs).hasMessageContaining("pipe");
      }
      var answer = ByteBuffer.allocate(4096);
      int read = channel.read(answer);
      return read < 0 ? "" : new String(answer.array(), 0, read, StandardCharsets.UTF_8);
    }
  }

  private String raw(String request) throws IOException {
    return raw(request.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void oneConnectionAsksAgainAndAgain() throws Exception {
    try (var _ = open();
        var client = ControlClient.connect(socket)) {
      assertThat(client.ask("echo", json("{\"a\":1}"), PATIENCE)).isEqualTo(json("{\"a\":1}"));
      assertThat(client.ask("echo", json("{}"), PATIENCE)).isEqualTo(json("{}"));
      var numbers = new ArrayList<Integer>();
      client.stream("count", json("{\"to\":3}"), PATIENCE, n -> numbers.add(n.path("i").asInt()));
      assertThat(numbers).containsExactly(1, 2, 3);
      assertThat(client.ask("echo", json("{\"b\":2}"), PATIENCE)).isEqualTo(json("{\"b\":2}"));
    }
  }

  @Test
  void aRefusalAFailureAndAnUnknownOperationAreToldAndTheConnectionGoesOn() throws Exception {
    try (var _ = open();
        var client = ControlClient.connect(socket)) {
      assertThatThrownBy(() -> client.ask("refuse", json("{}"), PATIENCE))
          .isInstanceOf(ControlException.class)
          .hasMessage("no device 'x'");
      assertThatThrownBy(() -> client.ask("fail", json("{}"), PATIENCE))
          .isInstanceOf(ControlException.class)
          .hasMessage("the gateway failed on it: java.lang.IllegalStateException: boom");
      assertThatThrownBy(() -> client.ask("ehco", json("{}"), PATIENCE))
          .isInstanceOf(ControlException.class)
          .hasMessage(
              "unknown operation 'ehco'; did you mean 'echo'? operations: count, echo, fail,"
                  + " flood, refuse");
      assertThat(client.ask("echo", json("{}"), PATIENCE)).isEqualTo(json("{}"));
    }
  }

  @Test
  void whatIsNoRequestIsAnswered() throws Exception {
    try (var _ = open()) {
      assertThat(raw("hello\n")).startsWith("{\"ok\":false,\"error\":\"not JSON: ");
      assertThat(raw("{}\n")).contains("operations: count, echo, fail, flood, refuse");
      assertThat(raw("{\"op\":\"echo\",\"args\":[1]}\n")).contains("\"ok\":false");
      assertThat(raw("[".repeat(50_000) + "\n")).contains("\"ok\":false");
    }
  }

  private static final String TOO_LONG =
      "{\"ok\":false,\"error\":\"a line of more than %d bytes\"}\n"
          .formatted(ControlServer.LINE_BYTES_MAX);

  // An unbounded line would be an unbounded buffer.
  @Test
  void aLineOfAMegabyteIsRefused() throws Exception {
    try (var _ = open();
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(
          ByteBuffer.wrap(
              "x".repeat(ControlServer.LINE_BYTES_MAX + 5_000).getBytes(StandardCharsets.UTF_8)));
      var answer = ByteBuffer.allocate(4096);
      channel.read(answer);
      assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8))
          .isEqualTo(TOO_LONG);
      assertThat(raw("x".repeat(1 << 20))).isEqualTo(TOO_LONG);
      try (var client = ControlClient.connect(socket)) {
        assertThat(client.ask("echo", json("{}"), PATIENCE)).isEqualTo(json("{}"));
      }
    }
  }

  // A client that takes nothing must not hold a thread of the gateway for ever.
  @Test
  void aClientThatTakesNothingIsLetGo() throws Exception {
    try (var _ = open(Duration.ofMillis(200));
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap("{\"op\":\"flood\"}\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void oneClientTooManyIsToldAndTheOthersGoOn() throws Exception {
    var clients = new ArrayList<ControlClient>();
    try (var _ = open()) {
      for (int i = 0; i < ControlServer.CLIENTS_MAX; i++) {
        var client = ControlClient.connect(socket);
        clients.add(client);
        client.ask("echo", json("{}"), PATIENCE);
      }
      assertThat(raw("{\"op\":\"echo\"}\n"))
          .isEqualTo("{\"ok\":false,\"error\":\"busy: 16 clients are connected\"}\n");
      assertThat(clients.getFirst().ask("echo", json("{}"), PATIENCE)).isEqualTo(json("{}"));
    } finally {
      for (ControlClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void onlyOwnerAndGroupMayUseTheSocketAndItIsRemovedAtTheEnd() throws Exception {
    try (var _ = open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-rw----");
      assertThat(directory.resolve("c.sock~")).doesNotExist();
    }
    assertThat(socket).doesNotExist();
    assertThatThrownBy(() -> ControlClient.connect(socket))
        .isInstanceOf(ControlClient.NotRunning.class)
        .hasMessage("no gateway answers on " + socket);
  }

  @Test
  void aSocketLeftBehindIsReplacedAndALiveOneIsNot() throws Exception {
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    assertThatThrownBy(() -> ControlClient.connect(socket))
        .isInstanceOf(ControlClient.NotRunning.class);
    try (var _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another gateway answers there");
      assertThat(raw("{\"op\":\"echo\"}\n")).isEqualTo("{\"ok\":true,\"answer\":{}}\n");
    }
  }

  @Test
  void aFileThatIsNoSocketIsNotTouched() throws Exception {
    Files.writeString(socket, "precious");
    assertThatThrownBy(this::open).hasMessageContaining("a file that is no socket stands there");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void aPathThatIsTooLongIsNamedWithItsBound() {
    socket = directory.resolve("x".repeat(120));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a path of at most 106 bytes")
        .hasMessageContaining("set control.socket");
  }

  @Test
  void closingEndsEveryConnectionAtOnce() throws Exception {
    var server = open();
    try (var client = ControlClient.connect(socket)) {
      client.ask("echo", json("{}"), PATIENCE);
      long before = System.nanoTime();
      server.close();
      server.close();
      assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(2).toNanos());
      assertThatThrownBy(() -> client.ask("echo", json("{}"), PATIENCE))
          .isInstanceOf(IOException.class);
    }
    assertThat(List.of(socket)).noneMatch(Files::exists);
  }
}
