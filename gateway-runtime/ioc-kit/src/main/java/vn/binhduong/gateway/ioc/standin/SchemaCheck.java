package vn.binhduong.gateway.ioc.standin;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.ContractSchemas;
import vn.binhduong.gateway.contract.EventBatch;
import vn.binhduong.gateway.contract.SenmlDecoder;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.contract.Topics;

/// Checks every message against the JSON Schemas of the contract; in an event message the content
/// of every event too. A message that is not JSON (CBOR, compressed) is left to the decoder. Not
/// thread-safe.
public final class SchemaCheck implements MessageCheck {
  private final String topicRoot;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<TopicClass, Schema> schemas = new EnumMap<>(TopicClass.class);
  private final Map<String, Optional<Schema>> eventSchemas = new HashMap<>();
  private final SenmlDecoder decoder = new SenmlDecoder();

  /// A check of messages below this first level of every topic.
  public SchemaCheck(String topicRoot) {
    this.topicRoot = topicRoot;
  }

  @Override
  public List<String> problems(String topic, byte[] payload) {
    if (payload.length == 0 || (payload[0] != '[' && payload[0] != '{')) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    try {
      Optional<Topics.Topic> parsed = Topics.parse(topicRoot, topic);
      if (parsed.isEmpty()) {
        return List.of("a class that the contract does not know");
      }
      TopicClass topicClass = parsed.get().topicClass();
      validate(
          schemas.computeIfAbsent(
              topicClass, known -> registry.getSchema(ContractSchemas.schema(known))),
          new String(payload, StandardCharsets.UTF_8),
          problems);
      if (topicClass == TopicClass.EVENT && problems.isEmpty()) {
        for (EventBatch.Row row : decoder.decodeEvents(payload).rows()) {
          eventSchemas
              .computeIfAbsent(
                  row.kind(), kind -> ContractSchemas.eventSchema(kind).map(registry::getSchema))
              .ifPresent(schema -> validate(schema, row.json(), problems));
        }
      }
    } catch (ContractException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private static void validate(Schema schema, String json, List<String> problems) {
    schema.validate(json, InputFormat.JSON).forEach(error -> problems.add(error.toString()));
  }
}
