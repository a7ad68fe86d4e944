package vn.binhduong.gateway.driver.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the declared places of a JSON document (RFC 8259) in one pass, and checks the rest of it
/// without keeping it. Pure; for one thread.
///
/// A document is refused whole when it is broken anywhere, has a name twice in one object, or
/// breaks a bound: of what is ambiguous no half is believed.
final class JsonScan {
  /// Deepest nesting of objects and arrays.
  static final int DEPTH_MAX = 32;

  /// Longest number, characters.
  static final int NUMBER_CHARS_MAX = 64;

  /// Longest name of a member, characters.
  static final int NAME_CHARS_MAX = 1_000;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_CHARS_MAX)
                  .maxNameLength(NAME_CHARS_MAX)
                  .maxStringLength(MessageReader.PAYLOAD_BYTES_MAX)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from strangers: no table of them outlives the message.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();
  private final Node root = new Node();

  /// One step of the declared pointers.
  private static final class Node {
    private final Map<String, Node> steps = new HashMap<>();
    private @Nullable Pointer end;
  }

  /// @param wanted the places to read
  JsonScan(Collection<Pointer> wanted) {
    for (Pointer pointer : wanted) {
      Node node = root;
      for (String token : pointer.tokens()) {
        node = node.steps.computeIfAbsent(token, _ -> new Node());
      }
      node.end = pointer;
    }
  }

  /// What stands at the wanted places; those that the document does not have are absent.
  ///
  /// @throws MalformedException when it is not one whole JSON document within the bounds
  Map<Pointer, Found> read(byte[] document) throws MalformedException {
    var found = new HashMap<Pointer, Found>();
    try (JsonParser parser = json.createParser(text(document))) {
      if (parser.nextToken() == null) {
        throw new MalformedException("it is empty");
      }
      value(parser, root, found);
      if (parser.nextToken() != null) {
        throw new MalformedException("something follows the JSON document");
      }
      return found;
    } catch (StreamConstraintsException e) {
      throw new MalformedException(
          "nested deeper than %d, or a number over %d or a name over %d characters"
              .formatted(DEPTH_MAX, NUMBER_CHARS_MAX, NAME_CHARS_MAX));
    } catch (IOException e) {
      // The library's own message cites the document.
      throw new MalformedException("it is no JSON, or has a name twice in one object");
    }
  }

  /// UTF-8 and nothing else (RFC 8259 §8.1), and whole: the library would guess and mend.
  private static char[] text(byte[] document) throws CharacterCodingException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
    return Arrays.copyOf(text.array(), text.limit());
  }

  /// Reads the value at the current token. As deep as the document, which is bounded.
  private static void value(JsonParser parser, @Nullable Node node, Map<Pointer, Found> found)
      throws IOException {
    if (node != null && node.end != null) {
      found.put(node.end, found(parser));
    }
    if (node == null || node.steps.isEmpty()) {
      parser.skipChildren(); // checked all the same
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        Node next = node.steps.get(parser.currentName());
        parser.nextToken();
        value(parser, next, found);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        value(parser, node.steps.get(Integer.toString(i)), found);
      }
    }
  }

  private static Found found(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Found(Found.Kind.NUMBER, parser.getText());
      case VALUE_STRING -> new Found(Found.Kind.TEXT, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Found(Found.Kind.TRUTH, "");
      case VALUE_NULL -> new Found(Found.Kind.NULL, "");
      default -> new Found(Found.Kind.NESTED, "");
    };
  }
}
