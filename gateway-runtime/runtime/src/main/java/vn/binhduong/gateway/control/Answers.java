package vn.binhduong.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// Turns the records of this package into JSON and back. Keys a reader does not know are left out,
/// so that an older `gatewayctl` understands a newer gateway.
public final class Answers {
  static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Answers() {}

  /// The JSON of a record.
  public static JsonNode of(Record answer) {
    return JSON.valueToTree(answer);
  }

  /// The record of a JSON.
  ///
  /// @throws ControlException when it is not one of that shape
  public static <R extends Record> R as(Class<R> type, JsonNode json) throws ControlException {
    try {
      return JSON.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new ControlException(
          "the answer is not a %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()));
    }
  }
}
