package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The schemas accept what the code writes, and refuse what the codecs refuse.
class SchemaTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static boolean valid(String schema, String json) {
    return REGISTRY.getSchema(schema).validate(json, InputFormat.JSON).isEmpty();
  }

  private static TopicClass classOf(String example) {
    return TopicClass.ofLevel(example.substring(0, example.indexOf('-'))).orElseThrow();
  }

  @Test
  void everyGoldenExampleIsValidAndEveryClassHasOne() {
    Set<TopicClass> seen = EnumSet.noneOf(TopicClass.class);
    for (Map.Entry<String, byte[]> example : Examples.all().entrySet()) {
      if (example.getKey().endsWith(".json")) {
        TopicClass topicClass = classOf(example.getKey());
        seen.add(topicClass);
        String json = new String(example.getValue(), StandardCharsets.UTF_8);
        assertThat(
                REGISTRY
                    .getSchema(ContractSchemas.schema(topicClass))
                    .validate(json, InputFormat.JSON))
            .as(example.getKey())
            .isEmpty();
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(TopicClass.values());
  }

  @Test
  void everyEventIsValidByTheSchemaOfItsKind() {
    for (EventBatch.Row row : Examples.events().rows()) {
      String schema = ContractSchemas.eventSchema(row.kind()).orElseThrow();
      assertThat(valid(schema, row.json())).as(row.kind()).isTrue();
    }
  }

  // Each line turns one golden example into something wrong: file, what to replace, by what.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state-online | \"online\":true | \"online\":1",
        "state-online | \"ts\":1763863200000, | ''",
        "state-online | 5a5b1f0e | 5A5B1F0E",
        "birth-aq1 | \"contract\":\"1.0\" | \"contract\":\"2.0\"",
        "birth-aq1 | \"lat\":10.9804 | \"lat\":109.804",
        "birth-aq1 | \"name\":\"pm25\" | \"name\":\"PM 2.5\"",
        "birth-aq1 | 2026-10-01 | 2026-13-01",
        "ledger-aq1 | \"thinned\" | \"gone\"",
        "ledger-aq1 | \"overruns\":0 | \"overruns\":-1",
        "ledger-aq1 | \"last\":2000 | \"last\":9007199254740992",
        "ledger-gateway | \"state\":\"SYNCED\" | \"state\":\"synced\"",
        "ledger-gateway | \"uptime\":86400, | ''",
        "ack-aq1 | [1995,1997] | [1995]",
        "ack-aq1 | [1995,1997] | [0,1997]",
        "ack-aq1 | \"hwm\":1990 | \"hwm\":\"1990\"",
        "cmd-replay | \"exp\":1763863260000, | ''",
        "cmd-replay | \"from\":1991 | \"from\":0",
        "cmd-replay | \"cmd\":\"replay\" | \"cmd\":\"reboot\"",
        "cmd-config | \"confirmS\":120 | \"confirmS\":9",
        "cmd-calibrate | \"forS\":1800 | \"forS\":59",
        "cmd-calibrate | \"forS\":1800 | \"forS\":86401",
        "birth-aq1 | \"gain\":0.97 | \"gain\":0",
        "birth-aq1 | \"shown\":[0.25,20.125,40.5] | \"shown\":[0.25]",
        "birth-aq1 | \"gain\":0.97, | ''",
        "birth-aq1 | 2026-11-20 | 20.11.2026",
        "cmd-read-now | \"dev\":\"aq1\" | \"dev\":\"aq/1\"",
        "res-ok | \"status\":\"ok\" | \"status\":\"done\"",
        "res-ok | \"result\":{\"t\":1763863200000, | \"result\":[],\"more\":{",
        "data-aq1 | \"vs\":\"SYNCED\" | \"vs\":\"synced\"",
        "data-aq1 | \"vs\":\"02\" | \"vs\":\"03\"",
        "data-aq1 | \"vs\":\"02\" | \"v\":2",
        "data-aq1 | \"v\":23.4 | \"v\":\"23.4\"",
        "data-aq1 | {\"n\":\"hdr/s1\",\"v\":1042}, | ''",
        "data-aq1 | \"hdr/s0\",\"v\":1041 | \"hdr/s0\",\"v\":0.5",
        "data-aq1 | \"bver\":26 | \"bver\":27",
        "hist-aggregates | \"hdr/agg\",\"v\":60 | \"hdr/agg\",\"v\":0",
        "event-all-kinds | \"n\":\"clock\" | \"n\":\"Clock\"",
        "event-all-kinds | \"n\":\"clock\",\"vs\" | \"n\":\"clock\",\"v\"",
      })
  void whatIsWrongIsRefusedBySchemaAndCodec(String file, String right, String wrong) {
    String example = new String(Examples.all().get(file.strip() + ".json"), StandardCharsets.UTF_8);
    assertThat(example).contains(right);
    String broken = example.replace(right, wrong);
    TopicClass topicClass = classOf(file);
    assertThat(valid(ContractSchemas.schema(topicClass), broken)).isFalse();
    assertThatThrownBy(() -> parse(topicClass, broken.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ContractException.class);
  }

  static void parse(TopicClass topicClass, byte[] payload) throws ContractException {
    switch (topicClass) {
      case STATE -> State.parse(payload);
      case BIRTH -> Birth.parse(payload);
      case DATA, HIST -> new SenmlDecoder().decodeBatch(payload);
      case EVENT -> new SenmlDecoder().decodeEvents(payload);
      case LEDGER -> Ledger.parse(payload);
      case ACK -> Ack.parse(payload);
      case CMD -> Command.parse(payload);
      case RES -> Answer.parse(payload);
    }
  }
}
