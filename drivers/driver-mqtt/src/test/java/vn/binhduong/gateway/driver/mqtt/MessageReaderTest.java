package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a message says by a mapping: exact values, and what is refused.
class MessageReaderTest {
  private static final String VALUE =
      "channels: [{channel: v, path: /v, unit: V, min: -1e9, max: 1e9, %s}]";

  // One figure per line; numbers with odd digits, so that a wrong step shows.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale: 1 | 23.7 | 23.7",
        "scale: 0.1 | 283 | 28.3",
        "scale: 0.01 | 2731 | 27.31",
        "scale: 0.1, offset: -40 | 637 | 23.7",
        "scale: -0.5, offset: 3 | 7 | -0.5",
        "scale: 1 | -0.001 | -0.001",
        "scale: 1 | 1.5e3 | 1500.0",
        "scale: 1 | 2E-2 | 0.02",
        "scale: 1 | 9007199254740993 | 9007199254740992.0",
        "scale: 1 | 0 | 0.0",
        "invalid: [-1, 655.35] | -1 | NaN",
        "invalid: [-1, 655.35] | -1.0 | NaN",
        "invalid: [-1, 655.35] | 655.35 | NaN",
        "invalid: [-1, 655.35] | 655.34 | 655.34",
        "type: decimal | \"-12.5\" | -12.5",
        "type: decimal | \"+.5\" | 0.5",
        "type: decimal | 7 | 7.0",
        "scale: 1e300 | 1e300 | NaN",
        "scale: 1 | 1e999 | NaN"
      })
  void valuesAreExact(String options, String json, Double expected) throws Exception {
    assertThat(value(options, json).value()).isEqualTo(expected);
  }

  // What is no number is said by its kind; its content may be personal and is not in the text.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: number | \"12.5\" | /v: expected a number, found text",
        "type: number | true | /v: expected a number, found true or false",
        "type: number | null | /v: expected a number, found null",
        "type: number | {\"v\":1} | /v: expected a number, found an object or array",
        "type: number | [1] | /v: expected a number, found an object or array",
        "type: number | 1e9999 | /v: expected a number, found a number",
        "type: decimal | \"12,5\" | /v: expected a number, or a decimal number as text, found text",
        "type: decimal | \"NaN\" | /v: expected a number, or a decimal number as text, found text",
        "type: decimal | \"0x10\" | /v: expected a number, or a decimal number as text, found text",
        "type: decimal | \"\" | /v: expected a number, or a decimal number as text, found text"
      })
  void whatIsNoNumberIsAFault(String options, String json, String fault) throws Exception {
    Content.Value value = value(options, json);
    assertThat(value.value()).isNaN();
    assertThat(value.fault()).isEqualTo(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"v\":1",
        "{\"v\":1}}",
        "{\"v\":1} {\"v\":2}",
        "{\"v\":1,\"v\":2}",
        "{\"v\":1,\"other\":{\"a\":1,\"a\":2}}",
        "{\"v\":NaN}",
        "{\"v\":01}",
        "{\"v\":+1}",
        "{\"v\":.5}",
        "{'v':1}",
        "{v:1}",
        "{\"v\":1,}",
        "{\"v\":1 /* note */}",
        "{\"v\":1, \"text\":\"a\nb\"}",
        "{\"v\":1, \"text\":\"\\u12\"}",
        "not JSON at all",
        "\u0000\u0001"
      })
  void brokenMessagesAreRefused(String json) {
    assertThatThrownBy(() -> read("scale: 1", json)).isInstanceOf(MalformedException.class);
  }

  // Half a character in a text that nobody wants is a broken message too.
  @Test
  void brokenUtf8IsRefused() {
    byte[] message = "{\"v\":1,\"t\":\"x?y\"}".getBytes(StandardCharsets.UTF_8);
    message[13] = (byte) 0xC3;
    assertThatThrownBy(() -> reader("scale: 1").read(message))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void boundsAreKept() throws Exception {
    int depth = JsonScan.DEPTH_MAX - 1; // the object around it is one more
    assertThat(read("scale: 1", nested(depth))).isInstanceOf(Content.Own.class);
    assertThatThrownBy(() -> read("scale: 1", nested(depth + 1)))
        .hasMessage("nested deeper than 32, or a number over 64 or a name over 1000 characters");
    assertThatThrownBy(() -> read("scale: 1", "{\"v\":" + "1".repeat(65) + "}"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> read("scale: 1", "{\"" + "n".repeat(1001) + "\":1,\"v\":1}"))
        .isInstanceOf(MalformedException.class);
    String most = "{\"v\":1}" + " ".repeat(MessageReader.PAYLOAD_BYTES_MAX - 7);
    assertThat(read("scale: 1", most)).isInstanceOf(Content.Own.class);
    assertThatThrownBy(() -> read("scale: 1", most + " "))
        .hasMessage("65537 bytes are more than 65536");
  }

  // No value at all is no sample, but the number of the message still counts.
  @Test
  void nothingMappedIsNoValue() throws Exception {
    MessageReader reader =
        new MessageReader(
            Yaml.mapping("counter: /n, source-id: /id, " + VALUE.formatted("scale: 1")));
    assertThat(reader.read(bytes("{\"n\":7,\"x\":1}")))
        .isEqualTo(new Content.Own(null, null, OptionalLong.of(7), java.util.List.of()));
  }

  @Test
  void absentValuesAreFaultsBesideOthers() throws Exception {
    MessageReader reader =
        new MessageReader(
            Yaml.mapping(
                "channels: [{channel: a, path: /o/a, unit: V, min: 0, max: 9}, {channel: b, path:"
                    + " /o/b, unit: V, min: 0, max: 9}]"));
    assertThat(((Content.Own) reader.read(bytes("{\"o\":{\"b\":3}}"))).values())
        .containsExactly(
            new Content.Value(Double.NaN, "/o/a: the message does not have it"),
            new Content.Value(3, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2026-11-28T07:30:15.250+07:00\" | 2026-11-28T00:30:15.250Z",
        "\"2026-11-28T00:30:15Z\" | 2026-11-28T00:30:15Z",
        "\"2026-11-28T00:30:15.123456789Z\" | 2026-11-28T00:30:15.123456789Z",
        "1795826715 | 2026-11-28T00:45:15Z",
        "1795826715.25 | 2026-11-28T00:45:15.250Z",
        "1795826715250 | 2026-11-28T00:45:15.250Z"
      })
  void timesAreRead(String json, Instant expected) throws Exception {
    assertThat(((Content.Own) withTime(json)).time()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yesterday\"", "\"\"", "-1", "1e14", "1e99", "true", "null", "{}"})
  void whatIsNoTimeIsRefused(String json) {
    assertThatThrownBy(() -> withTime(json))
        .hasMessageStartingWith("its time: expected RFC 3339")
        .hasMessageNotContaining("yesterday");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "true", "[]"})
  void whatIsNoSourceIdIsRefused(String json) {
    MessageReader reader =
        new MessageReader(Yaml.mapping("source-id: /id, " + VALUE.formatted("scale: 1")));
    assertThatThrownBy(() -> reader.read(bytes("{\"v\":1,\"id\":" + json + "}")))
        .hasMessageStartingWith("its source-id: expected a number or a text of 1 to 128");
    assertThatThrownBy(() -> reader.read(bytes("{\"v\":1}"))).hasMessageEndingWith("found nothing");
    assertThatThrownBy(() -> reader.read(bytes("{\"v\":1,\"id\":\"" + "x".repeat(129) + "\"}")))
        .hasMessageEndingWith("found text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"d\":{\"id\":\"a1\"},\"v\":1} | true",
        "{\"d\":{\"id\":\"a2\"},\"v\":1} | false",
        "{\"d\":{\"id\":\"A1\"},\"v\":1} | false",
        "{\"d\":{\"id\":true},\"v\":1} | false",
        "{\"v\":1} | false"
      })
  void onlyTheSelectedDeviceIsOurs(String json, boolean own) throws Exception {
    MessageReader reader =
        new MessageReader(
            Yaml.device(
                "{broker: 'mqtt://127.0.0.1', topic: t, selected: a1, profile: {maker: m, model: m,"
                    + " select: /d/id, "
                    + VALUE.formatted("scale: 1")
                    + "}}"));
    assertThat(reader.read(bytes(json)) instanceof Content.Own).isEqualTo(own);
  }

  private static Content withTime(String json) throws MalformedException {
    return new MessageReader(Yaml.mapping("time: /t, " + VALUE.formatted("scale: 1")))
        .read(bytes("{\"v\":1,\"t\":" + json + "}"));
  }

  private static String nested(int depth) {
    return "{\"v\":1,\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private static Content.Value value(String options, String json) throws MalformedException {
    return ((Content.Own) read(options, "{\"v\":" + json + "}")).values().getFirst();
  }

  private static Content read(String options, String json) throws MalformedException {
    return reader(options).read(bytes(json));
  }

  private static MessageReader reader(String options) {
    return new MessageReader(Yaml.mapping(VALUE.formatted(options)));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
