package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and writes the small JSON messages; a batch never passes here.
final class Json {
  static final String UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  /// Most bytes of a message that may carry a configuration or a catalogue.
  static final int LARGE_BYTES_MAX = 256 * 1024;

  /// Most bytes of a state or an acknowledgement.
  static final int SMALL_BYTES_MAX = 4 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(LARGE_BYTES_MAX)
                          .maxNameLength(256)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory could not be written", e);
    }
  }

  static byte[] bytes(ObjectNode node) {
    return text(node).getBytes(StandardCharsets.UTF_8);
  }

  /// Reads one object; the size is checked before anything else.
  static Fields read(String what, byte[] bytes, int bytesMax) throws ContractException {
    if (bytes.length > bytesMax) {
      throw new ContractException(
          what, "size", bytes.length + " bytes", "at most " + bytesMax + " bytes");
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new ContractException(
          what,
          "byte " + e.getLocation().getByteOffset(),
          Problem.shown(String.valueOf(e.getOriginalMessage())),
          "a JSON object");
    } catch (IOException e) {
      throw new ContractException(
          what, "message", Problem.shown(String.valueOf(e.getMessage())), "a JSON object");
    }
    if (!(node instanceof ObjectNode object)) {
      throw new ContractException(what, "message", Fields.found(node), "a JSON object");
    }
    return new Fields(what, object);
  }

  static Fields read(String what, String text, int bytesMax) throws ContractException {
    if (text.length() > bytesMax) {
      throw new ContractException(
          what, "size", text.length() + " characters", "at most " + bytesMax + " bytes");
    }
    return read(what, text.getBytes(StandardCharsets.UTF_8), bytesMax);
  }

  /// A rule between fields, broken.
  static ContractException broken(String what, IllegalArgumentException cause) {
    String message = String.valueOf(cause.getMessage());
    int expected = message.indexOf(": expected ");
    int found = message.lastIndexOf(", found ");
    return expected < 0 || found < expected
        ? new ContractException(what, "message", message, "what the contract says")
        : new ContractException(
            what,
            message.substring(0, expected),
            message.substring(found + ", found ".length()),
            message.substring(expected + ": expected ".length(), found));
  }

  /// Writes a number in its shortest form: 10 rather than 10.0.
  static void put(ObjectNode node, String field, double value) {
    if (isWhole(value)) {
      node.put(field, (long) value);
    } else {
      node.put(field, value);
    }
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) <= Ids.NUMBER_MAX;
  }

  /// Numbers as [#put(ObjectNode, String, double)] writes them.
  static void put(ArrayNode array, List<Double> values) {
    for (double value : values) {
      if (isWhole(value)) {
        array.add((long) value);
      } else {
        array.add(value);
      }
    }
  }

  static void putPresent(ObjectNode node, String field, @Nullable Double value) {
    if (value != null) {
      put(node, field, value);
    }
  }

  static void putPresent(ObjectNode node, String field, @Nullable Long value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  static void putPresent(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  /// Writes ranges as `[[from,to],…]`.
  static void put(ObjectNode node, String field, List<Ranges.Range> ranges) {
    ArrayNode array = node.putArray(field);
    for (Ranges.Range range : ranges) {
      array.addArray().add(range.from()).add(range.to());
    }
  }

  /// Text that was checked to be JSON.
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "json: expected an object, found " + Problem.shown(json), e);
    }
  }

  /// The same object in its shortest form.
  static String requireObject(String field, String json, int charactersMax) {
    try {
      Fields fields = read(field, json, charactersMax * 4);
      return text(fields.node());
    } catch (ContractException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
