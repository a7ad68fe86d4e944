package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The AsyncAPI document says what [Topics] does, and refers only to what exists.
class AsyncApiTest {
  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    document = new JsonMapper().readTree(ContractSchemas.asyncApi());
  }

  @Test
  void everyTopicClassIsAChannelWithItsAddress() {
    Topics topics = new Topics("{root}".replaceAll("[{}]", ""), "gw");
    Set<String> channels = new TreeSet<>();
    for (Map.Entry<String, JsonNode> channel : document.get("channels").properties()) {
      channels.add(channel.getKey());
      String address =
          channel
              .getValue()
              .get("address")
              .textValue()
              .replace("{root}", "root")
              .replace("{gatewayId}", "gw")
              .replaceAll("\\{(deviceId|requestId)}", "x");
      assertThat(address).isEqualTo(topic(topics, channel.getKey()));
    }
    Set<String> expected = new TreeSet<>();
    for (TopicClass topicClass : TopicClass.values()) {
      expected.add(topicClass.level());
    }
    assertThat(channels).isEqualTo(expected);
  }

  private static String topic(Topics topics, String level) {
    return switch (TopicClass.ofLevel(level).orElseThrow()) {
      case STATE -> topics.state();
      case BIRTH -> topics.birth("x");
      case DATA -> topics.data("x");
      case HIST -> topics.hist("x");
      case EVENT -> topics.event();
      case LEDGER -> topics.ledger("x");
      case ACK -> topics.ack("x");
      case CMD -> topics.cmd();
      case RES -> topics.res("x");
    };
  }

  @Test
  void everyOperationHasDirectionQosAndRetainOfItsClass() {
    assertThat(document.get("operations").size()).isEqualTo(TopicClass.values().length);
    for (JsonNode operation : document.get("operations")) {
      String level = operation.at("/channel/$ref").textValue().replace("#/channels/", "");
      TopicClass topicClass = TopicClass.ofLevel(level).orElseThrow();
      assertThat(operation.get("action").textValue())
          .as(level)
          .isEqualTo(topicClass.up() ? "send" : "receive");
      assertThat(operation.at("/bindings/mqtt/qos").intValue()).isEqualTo(1);
      assertThat(operation.at("/bindings/mqtt/retain").booleanValue())
          .as(level)
          .isEqualTo(topicClass.retained());
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.get("asyncapi").textValue()).isEqualTo("3.0.0");
    assertThat(document.at("/info/title").isTextual()).isTrue();
    assertThat(document.at("/info/version").isTextual()).isTrue();
    for (JsonNode reference : document.findValues("$ref")) {
      String target = reference.textValue();
      if (target.startsWith("#")) {
        assertThat(document.at(target.substring(1)).isMissingNode()).as(target).isFalse();
      } else {
        assertThat(AsyncApiTest.class.getResource("/contract/" + target.substring(2)))
            .as(target)
            .isNotNull();
      }
    }
  }
}
