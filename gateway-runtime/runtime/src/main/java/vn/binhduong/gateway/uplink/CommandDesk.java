package vn.binhduong.gateway.uplink;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.Ids;
import vn.binhduong.gateway.contract.Problem;
import vn.binhduong.gateway.contract.Topics;

/// Decides what becomes of a message on `cmd`: size first, then form, expiry, response topic,
/// duplicates and the allow-list. Pure; not thread-safe.
final class CommandDesk {
  /// Requests that are remembered, to do each of them once.
  static final int REMEMBERED_MAX = 256;

  private final CommandSettings allowed;
  private final Topics topics;
  private final Map<String, Answer> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  CommandDesk(CommandSettings allowed, Topics topics) {
    this.allowed = allowed;
    this.topics = topics;
  }

  /// What to do with a message.
  sealed interface Decision {
    /// Carry it out.
    record Run(Command command) implements Decision {}

    /// Answer at once.
    ///
    /// @param repeated whether it is the answer to a request that came before
    record Reply(Answer answer, boolean repeated) implements Decision {}

    /// Nobody can be answered.
    ///
    /// @param why for the log
    record Ignore(String why) implements Decision {}
  }

  /// @param wallMillis milliseconds since 1970; null while the clock was never set, when an expiry
  ///   cannot be judged
  Decision decide(Inbound message, @Nullable Long wallMillis) {
    String correlated = correlationId(message);
    if (message.payloadBytes() > Command.BYTES_MAX) {
      return refuse(
          correlated,
          Answer.Status.INVALID,
          "payload",
          message.payloadBytes() + " bytes",
          "at most " + Command.BYTES_MAX + " bytes");
    }
    Command command;
    try {
      command = Command.parse(message.payload());
    } catch (ContractException e) {
      return correlated == null
          ? new Decision.Ignore(String.valueOf(e.getMessage()))
          : new Decision.Reply(Answer.invalid(correlated, e), false);
    }
    String id = command.id();
    if (message.correlation() != null && !id.equals(correlated)) {
      return refuse(id, Answer.Status.INVALID, "Correlation Data", shown(message), "the id " + id);
    }
    String responseTopic = message.responseTopic();
    if (responseTopic != null && !topics.isOwnResponse(responseTopic)) {
      return refuse(
          id, Answer.Status.REFUSED, "Response Topic", cut(responseTopic), topics.res(id));
    }
    if (remembered.containsKey(id)) {
      Answer before = remembered.get(id);
      return before == null
          ? new Decision.Ignore("request " + id + " is being carried out already")
          : new Decision.Reply(before, true);
    }
    if (wallMillis != null && wallMillis > command.expiresAtMillis()) {
      return refuse(
          id,
          Answer.Status.EXPIRED,
          "exp",
          Long.toString(command.expiresAtMillis()),
          "at least " + wallMillis + ", the time it came");
    }
    if (!allowed.allows(command.name())) {
      return refuse(
          id,
          Answer.Status.REFUSED,
          "cmd",
          command.name(),
          "a command that uplink.commands of this gateway allows");
    }
    remembered.put(id, null);
    return new Decision.Run(command);
  }

  /// Remembers what was answered to a command that ran.
  void answered(Answer answer) {
    if (remembered.containsKey(answer.id())) {
      remembered.put(answer.id(), answer);
    }
  }

  private static Decision refuse(
      @Nullable String id, Answer.Status status, String field, String found, String expected) {
    Problem problem = new Problem(field, found, expected);
    return id == null
        ? new Decision.Ignore(problem.toString())
        : new Decision.Reply(Answer.not(id, status, problem), false);
  }

  private static @Nullable String correlationId(Inbound message) {
    byte[] correlation = message.correlation();
    if (correlation == null) {
      return null;
    }
    String id = new String(correlation, StandardCharsets.ISO_8859_1);
    return Ids.isId(id) ? id : null;
  }

  private static String shown(Inbound message) {
    byte[] correlation = message.correlation();
    return correlation == null
        ? "nothing"
        : cut(new String(correlation, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "."));
  }

  private static String cut(String text) {
    return text.length() <= 100 ? text : text.substring(0, 99) + "…";
  }
}
