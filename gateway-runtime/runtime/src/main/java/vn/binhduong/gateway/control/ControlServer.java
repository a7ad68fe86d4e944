package vn.binhduong.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import vn.binhduong.gateway.settings.Suggestion;

/// Answers requests on a Unix domain socket that only the owner and group of the gateway may use.
///
///     -> {"op":"read","args":{"device":"wx1"}}
///     <- {"ok":true,"answer":{...}}
///     <- {"ok":false,"error":"unknown operation 'raed'; did you mean 'read'?"}
///
/// One request a line; a connection may ask again. A streaming operation answers with many lines
/// and then `{"ok":true,"end":true}`. At most [#CLIENTS_MAX] clients, each with its own thread
/// (`control-<n>`); request lines of at most [#LINE_BYTES_MAX] bytes; a client that is silent, or
/// takes nothing, is let go.
public final class ControlServer implements AutoCloseable {
  /// Clients served at the same time.
  public static final int CLIENTS_MAX = 16;

  /// Longest request, bytes.
  public static final int LINE_BYTES_MAX = 256 << 10;

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration WHOLE_LINE = Duration.ofSeconds(5);
  private static final Duration TAKE = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final int FAREWELL_BYTES_MAX = 4 << 20;
  private static final long JOIN_MILLIS = 500;
  private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());

  private final Path socket;
  private final ServerSocketChannel listener;
  private final Map<String, Operation> operations;
  private final Map<String, Operation.Streaming> streams;
  private final Map<LineChannel, Thread> clients = new ConcurrentHashMap<>();
  private final Thread acceptor;
  private final Duration take;
  private volatile boolean closed;

  private ControlServer(
      Path socket,
      ServerSocketChannel listener,
      Map<String, Operation> operations,
      Map<String, Operation.Streaming> streams,
      Duration take) {
    this.socket = socket;
    this.listener = listener;
    this.operations = new TreeMap<>(operations);
    this.streams = new TreeMap<>(streams);
    this.take = take;
    this.acceptor = Thread.ofPlatform().name("control").daemon().unstarted(this::accept);
  }

  /// Listens. A socket file that a killed gateway left behind is replaced.
  ///
  /// @param operations by name
  /// @param streams by name, other names than `operations`
  /// @throws IOException when another gateway answers on this socket, or it cannot be made
  public static ControlServer open(
      Path socket, Map<String, Operation> operations, Map<String, Operation.Streaming> streams)
      throws IOException {
    return open(socket, operations, streams, TAKE);
  }

  /// The same with another bound on how long a client may take nothing.
  static ControlServer open(
      Path socket,
      Map<String, Operation> operations,
      Map<String, Operation.Streaming> streams,
      Duration take)
      throws IOException {
    refuseOther(socket);
    // Bound under another name, given its permissions, then moved: nobody ever finds it too open.
    Path fresh = socket.resolveSibling(socket.getFileName() + "~");
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      var address = Sockets.address(fresh);
      Files.deleteIfExists(fresh);
      listener.bind(address, CLIENTS_MAX);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw----"));
      Files.move(fresh, socket, StandardCopyOption.ATOMIC_MOVE);
    } catch (java.net.SocketException e) {
      listener.close();
      throw new IOException("control socket " + socket + ": " + e.getMessage(), e);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    var server = new ControlServer(socket, listener, operations, streams, take);
    server.acceptor.start();
    return server;
  }

  private static void refuseOther(Path socket) throws IOException {
    BasicFileAttributes there;
    try {
      there = Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!there.isOther()) {
      throw new IOException("control socket " + socket + ": a file that is no socket stands there");
    }
    try (SocketChannel other = Sockets.connect(socket)) {
      throw new IOException(
          "control socket %s: another gateway answers there (%s)"
              .formatted(socket, other.getRemoteAddress()));
    } catch (java.net.ConnectException stale) {
      // Nobody listens: it was left behind and is replaced by the move.
      LOG.log(System.Logger.Level.DEBUG, "control: replacing the stale socket {0}", socket);
    }
  }

  private void accept() {
    int number = 0;
    while (!closed) {
      try {
        var client = new LineChannel(listener.accept());
        if (clients.size() >= CLIENTS_MAX) {
          refuse(client);
          continue;
        }
        Thread thread =
            Thread.ofPlatform().name("control-" + ++number).daemon().unstarted(() -> serve(client));
        clients.put(client, thread);
        thread.start();
      } catch (IOException e) {
        if (!closed) {
          LOG.log(System.Logger.Level.WARNING, "control: the socket failed and is closed", e);
        }
        return;
      }
    }
  }

  private static void refuse(LineChannel client) throws IOException {
    try (client) {
      client.write(
          error("busy: " + CLIENTS_MAX + " clients are connected").toString(), Duration.ZERO);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "control: a client too many did not take its refusal", e);
    }
  }

  private void serve(LineChannel client) {
    try (client) {
      serveAll(client);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "control: a client was let go: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  private void serveAll(LineChannel client) throws IOException, InterruptedException {
    try {
      String line = client.read(LINE_BYTES_MAX, IDLE, WHOLE_LINE);
      while (line != null && !closed) {
        answer(line, client);
        line = client.read(LINE_BYTES_MAX, IDLE, WHOLE_LINE);
      }
    } catch (LineChannel.LineTooLong e) {
      client.write(error(String.valueOf(e.getMessage())).toString(), take);
      client.drain(FAREWELL_BYTES_MAX, FAREWELL);
    }
  }

  private void answer(String line, LineChannel client) throws IOException, InterruptedException {
    ObjectNode answer;
    try {
      JsonNode request = Answers.JSON.readTree(line);
      answer = answer(request, client);
    } catch (JsonProcessingException e) {
      answer = error("not JSON: " + e.getOriginalMessage());
    } catch (ControlException e) {
      answer = error(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "control: an operation failed", e);
      answer = error("the gateway failed on it: " + e);
    }
    client.write(answer.toString(), take);
  }

  private ObjectNode answer(JsonNode request, LineChannel client)
      throws ControlException, InterruptedException {
    JsonNode op = request.path("op");
    JsonNode arguments = request.path("args");
    if (!op.isTextual() || !(arguments.isObject() || arguments.isMissingNode())) {
      throw new ControlException(
          "expected {\"op\":\"...\",\"args\":{...}}; operations: " + String.join(", ", names()));
    }
    JsonNode args = arguments.isObject() ? arguments : Answers.JSON.createObjectNode();
    Operation operation = operations.get(op.asText());
    if (operation != null) {
      return ok().set("answer", operation.answer(args));
    }
    Operation.Streaming stream = streams.get(op.asText());
    if (stream != null) {
      stream.run(args, json -> put(client, json));
      return ok().put("end", true);
    }
    var known = names();
    String meant =
        Suggestion.of(op.asText(), known).map(s -> "did you mean '" + s + "'? ").orElse("");
    throw new ControlException(
        "unknown operation '%s'; %soperations: %s"
            .formatted(shortened(op.asText()), meant, String.join(", ", known)));
  }

  private void put(LineChannel client, JsonNode answer) throws InterruptedException {
    try {
      client.write(ok().<ObjectNode>set("answer", answer).toString(), take);
    } catch (IOException e) {
      throw (InterruptedException)
          new InterruptedException("the client left: " + e.getMessage()).initCause(e);
    }
  }

  private java.util.Set<String> names() {
    var names = new java.util.TreeSet<>(operations.keySet());
    names.addAll(streams.keySet());
    return names;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static ObjectNode ok() {
    return Answers.JSON.createObjectNode().put("ok", true);
  }

  private static ObjectNode error(String message) {
    return Answers.JSON.createObjectNode().put("ok", false).put("error", message);
  }

  /// Ends every connection and removes the socket. Idempotent.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      listener.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "control: closing " + socket, e);
    }
    clients.forEach(
        (client, thread) -> {
          thread.interrupt();
          try {
            client.close();
          } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "control: closing a client", e);
          }
        });
    try {
      for (Thread thread : clients.values()) {
        thread.join(JOIN_MILLIS);
      }
      acceptor.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
