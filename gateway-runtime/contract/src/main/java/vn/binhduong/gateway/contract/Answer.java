package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a request: topic class `res`, below the id of the request.
///
/// @param id of the request
/// @param status what became of it
/// @param problems why not; empty when done, at most 64
/// @param result a JSON object that the request asked for; null when there is none
public record Answer(String id, Status status, List<Problem> problems, @Nullable String result) {
  /// Most bytes of an answer.
  public static final int BYTES_MAX = Json.LARGE_BYTES_MAX;

  private static final int PROBLEMS_MAX = 64;
  private static final int PROBLEM_CHARACTERS_MAX = 500;
  private static final int RESULT_CHARACTERS_MAX = 200_000;

  /// What became of a request.
  public enum Status {
    /// Done.
    OK,
    /// Begun; what follows comes the usual way (a replay as `hist`).
    ACCEPTED,
    /// Not understood, or not what the contract says.
    INVALID,
    /// Not on the allow-list of this gateway, or too many at once.
    REFUSED,
    /// Came after its expiry.
    EXPIRED,
    /// Tried and failed.
    FAILED
  }

  public Answer {
    Ids.requireId("id", id);
    problems = problems.stream().limit(PROBLEMS_MAX).map(Answer::shortened).toList();
    if (result != null) {
      result = Json.requireObject("result", result, RESULT_CHARACTERS_MAX);
    }
  }

  /// Done, with a JSON object or null.
  public static Answer ok(String id, @Nullable String result) {
    return new Answer(id, Status.OK, List.of(), result);
  }

  /// Not done, for one reason.
  public static Answer not(String id, Status status, Problem problem) {
    return new Answer(id, status, List.of(problem), null);
  }

  /// Not understood.
  public static Answer invalid(String id, ContractException cause) {
    return new Answer(id, Status.INVALID, cause.problems(), null);
  }

  /// UTF-8 JSON.
  public byte[] toJson() {
    ObjectNode node = Json.object().put("id", id).put("status", Fields.kebab(status));
    ArrayNode array = node.putArray("problems");
    for (Problem problem : problems) {
      array
          .addObject()
          .put("field", problem.field())
          .put("found", problem.found())
          .put("expected", problem.expected());
    }
    if (result != null) {
      node.set("result", Json.tree(result));
    }
    return Json.bytes(node);
  }

  /// Reads one; at most 256 KiB.
  ///
  /// @throws ContractException naming everything that is wrong
  public static Answer parse(byte[] json) throws ContractException {
    Fields fields = Json.read("answer", json, BYTES_MAX);
    String id = fields.id("id");
    Status status = fields.oneOf("status", Status.class);
    List<Problem> problems =
        fields.parts(
            "problems",
            PROBLEMS_MAX,
            part -> {
              String field = part.text("field", PROBLEM_CHARACTERS_MAX);
              String found = part.text("found", PROBLEM_CHARACTERS_MAX);
              String expected = part.text("expected", PROBLEM_CHARACTERS_MAX);
              return () -> new Problem(field, found, expected);
            });
    String result = fields.optionalObject("result");
    return fields.make(() -> new Answer(id, status, problems, result));
  }

  private static Problem shortened(Problem problem) {
    return new Problem(
        shortened(problem.field()), shortened(problem.found()), shortened(problem.expected()));
  }

  private static String shortened(String text) {
    return text.length() <= PROBLEM_CHARACTERS_MAX
        ? text
        : text.substring(0, PROBLEM_CHARACTERS_MAX - 1) + "…";
  }
}
