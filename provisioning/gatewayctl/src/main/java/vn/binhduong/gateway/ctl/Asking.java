package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;

/// Asks the gateway and prints JSON, for all commands.
final class Asking {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final ObjectMapper JSON = new ObjectMapper();

  private Asking() {}

  static JsonNode ask(Target target, String op, ObjectNode arguments, Duration within)
      throws IOException, ControlException {
    try (ControlClient client = target.connect()) {
      return client.ask(op, arguments, within);
    }
  }

  static JsonNode ask(Target target, String op) throws IOException, ControlException {
    return ask(target, op, JSON.createObjectNode(), PATIENCE);
  }

  static void print(CommandLine line, JsonNode json) {
    line.getOut().println(json.toPrettyString());
  }
}
