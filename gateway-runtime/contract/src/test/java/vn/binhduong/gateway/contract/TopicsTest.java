package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Topics are built and read by one rule, and nothing foreign passes.
class TopicsTest {
  private final Topics topics = new Topics("bd/edge", "BD-GW-000123");

  @ParameterizedTest
  @CsvSource({
    "STATE, bd/edge/v1/BD-GW-000123/state",
    "BIRTH, bd/edge/v1/BD-GW-000123/birth/aq1",
    "DATA, bd/edge/v1/BD-GW-000123/data/aq1",
    "HIST, bd/edge/v1/BD-GW-000123/hist/aq1",
    "EVENT, bd/edge/v1/BD-GW-000123/event",
    "LEDGER, bd/edge/v1/BD-GW-000123/ledger/aq1",
    "ACK, bd/edge/v1/BD-GW-000123/ack/aq1",
    "CMD, bd/edge/v1/BD-GW-000123/cmd",
    "RES, bd/edge/v1/BD-GW-000123/res/aq1",
  })
  void aTopicIsReadAsItWasBuilt(TopicClass topicClass, String topic) throws ContractException {
    assertThat(Topics.parse("bd/edge", topic))
        .contains(new Topics.Topic("BD-GW-000123", topicClass, topicClass.hasId() ? "aq1" : null));
    String built =
        switch (topicClass) {
          case STATE -> topics.state();
          case BIRTH -> topics.birth("aq1");
          case DATA -> topics.data("aq1");
          case HIST -> topics.hist("aq1");
          case EVENT -> topics.event();
          case LEDGER -> topics.ledger("aq1");
          case ACK -> topics.ack("aq1");
          case CMD -> topics.cmd();
          case RES -> topics.res("aq1");
        };
    assertThat(built).isEqualTo(topic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bd/v1/BD-GW-000123/state",
        "bd/edge/v2/BD-GW-000123/state",
        "bd/edge/v1//state",
        "bd/edge/v1/BD_GW/state",
        "bd/edge/v1/+/state",
        "bd/edge/v1/gw/state/aq1",
        "bd/edge/v1/gw/data",
        "bd/edge/v1/gw/data/",
        "bd/edge/v1/gw/data/aq1/more",
        "bd/edge/v1/gw/data/a#",
        "bd/edge/v1/gw/data/012345678901234567890123456789012",
        "bd/edge/v1",
        "bd/edge",
        "",
      })
  void aForeignTopicIsRefused(String topic) {
    assertThatThrownBy(() -> Topics.parse("bd/edge", topic)).isInstanceOf(ContractException.class);
  }

  // A consumer ignores classes of a later minor version.
  @Test
  void anUnknownClassIsIgnored() throws ContractException {
    assertThat(Topics.parse("bd/edge", "bd/edge/v1/gw/video/cam1/hd")).isEmpty();
  }

  // An answer must not be led to somebody else's topic.
  @Test
  void onlyItsOwnResponseTopicIsAGatewaysOwn() {
    assertThat(topics.isOwnResponse("bd/edge/v1/BD-GW-000123/res/r-1")).isTrue();
    assertThat(topics.isOwnResponse("bd/edge/v1/BD-GW-000124/res/r-1")).isFalse();
    assertThat(topics.isOwnResponse("bd/edge/v1/BD-GW-000123/res/a/b")).isFalse();
    assertThat(topics.isOwnResponse("bd/edge/v1/BD-GW-000123/res/")).isFalse();
    assertThat(topics.isOwnResponse("bd/edge/v1/BD-GW-000123/cmd")).isFalse();
  }

  @Test
  void filtersAreThoseOfTheContract() {
    assertThat(Topics.sharedFilter("ioc", "bd", TopicClass.DATA))
        .isEqualTo("$share/ioc/bd/v1/+/data/+");
    assertThat(Topics.filter("bd", TopicClass.STATE)).isEqualTo("bd/v1/+/state");
    assertThat(topics.ackFilter()).isEqualTo("bd/edge/v1/BD-GW-000123/ack/+");
  }

  @Test
  void aBadRootOrIdIsRefusedWhenBuilding() {
    assertThatThrownBy(() -> new Topics("bd/#", "gw")).hasMessageContaining("topic root: expected");
    assertThatThrownBy(() -> new Topics("bd", "g/w"))
        .hasMessage("gateway id: expected 1 to 32 characters of A-Z a-z 0-9 . -, found 'g/w'");
    assertThatThrownBy(() -> topics.data("+")).isInstanceOf(IllegalArgumentException.class);
  }
}
