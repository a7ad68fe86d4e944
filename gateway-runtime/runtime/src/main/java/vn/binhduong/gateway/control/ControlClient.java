package vn.binhduong.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a running gateway over its control socket. Used by one thread.
public final class ControlClient implements AutoCloseable {
  private static final int ANSWER_BYTES_MAX = 16 << 20;
  private static final Duration TAKE = Duration.ofSeconds(5);

  private final LineChannel channel;

  private ControlClient(LineChannel channel) {
    this.channel = channel;
  }

  /// Nobody listens on the socket.
  public static final class NotRunning extends IOException {
    private static final long serialVersionUID = 1L;

    NotRunning(Path socket, IOException why) {
      super("no gateway answers on " + socket, why);
    }
  }

  /// Connects.
  ///
  /// @throws NotRunning when no gateway listens there
  /// @throws IOException when the socket may not be used, or its path is too long
  public static ControlClient connect(Path socket) throws IOException {
    try {
      return new ControlClient(new LineChannel(Sockets.connect(socket)));
    } catch (java.net.ConnectException e) {
      throw new NotRunning(socket, e);
    } catch (java.net.SocketException e) {
      if (String.valueOf(e.getMessage()).contains("No such file")) {
        throw new NotRunning(socket, e);
      }
      throw new IOException("control socket " + socket + ": " + e.getMessage(), e);
    }
  }

  /// Asks once.
  ///
  /// @param within longest wait for the answer
  /// @throws ControlException what the gateway said against it
  /// @throws IOException when the connection is lost or no answer comes in time
  public JsonNode ask(String op, JsonNode arguments, Duration within)
      throws IOException, ControlException {
    send(op, arguments);
    return next(op, within).path("answer");
  }

  /// Asks and takes answers until there are no more.
  ///
  /// @param idle longest wait between two answers
  /// @throws ControlException what the gateway said against it
  /// @throws IOException when the connection is lost
  public void stream(String op, JsonNode arguments, Duration idle, Consumer<JsonNode> answers)
      throws IOException, ControlException {
    send(op, arguments);
    JsonNode answer = next(op, idle);
    while (!answer.path("end").asBoolean()) {
      answers.accept(answer.path("answer"));
      answer = next(op, idle);
    }
  }

  private void send(String op, JsonNode arguments) throws IOException {
    var request = Answers.JSON.createObjectNode().put("op", op);
    request.set("args", arguments);
    channel.write(request.toString(), TAKE);
  }

  private JsonNode next(String op, Duration within) throws IOException, ControlException {
    @Nullable String line;
    try {
      line = channel.read(ANSWER_BYTES_MAX, within, within);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "the gateway did not answer '%s' within %d s".formatted(op, within.toSeconds()), e);
    }
    if (line == null) {
      throw new IOException("the gateway closed the connection");
    }
    JsonNode answer = Answers.JSON.readTree(line);
    if (!answer.path("ok").asBoolean()) {
      throw new ControlException(answer.path("error").asText("the gateway gave no reason"));
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
