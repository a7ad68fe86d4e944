package vn.binhduong.gateway.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vn.binhduong.gateway.model.BootTime;

/// A [Trial] as JSON. Keys that this version does not know are passed over, so that an earlier
/// version can read what a later one wrote.
final class TrialJournal {
  private static final JsonMapper JSON = new JsonMapper();

  private TrialJournal() {}

  static byte[] bytes(Trial trial) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("stage", trial.stage().name())
            .put("sha256", trial.sha256())
            .put("by", trial.by())
            .put("deadlineSeconds", trial.deadline().toSeconds())
            .put("boot", trial.begun().boot().toString())
            .put("nanos", trial.begun().nanos())
            .put("starts", trial.starts())
            .put("told", trial.told().name());
    trial.problems().forEach(node.putArray("problems")::add);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree of texts and numbers", e);
    }
  }

  /// @throws IOException naming what is wrong with it
  static Trial read(byte[] bytes) throws IOException {
    try {
      JsonNode node = JSON.readTree(bytes);
      List<String> problems = new ArrayList<>();
      node.path("problems").forEach(problem -> problems.add(problem.asText()));
      return new Trial(
          Trial.Stage.valueOf(node.path("stage").asText()),
          node.path("sha256").asText(),
          node.path("by").asText(),
          Duration.ofSeconds(node.path("deadlineSeconds").asLong()),
          new BootTime(
              UUID.fromString(node.path("boot").asText()),
              Math.max(0, node.path("nanos").asLong())),
          node.path("starts").asInt(),
          problems,
          Trial.Stage.valueOf(node.path("told").asText()));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a journal of a change: " + e.getMessage(), e);
    }
  }
}
