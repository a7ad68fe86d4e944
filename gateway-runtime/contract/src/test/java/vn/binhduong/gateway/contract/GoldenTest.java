package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The examples an IOC developer tests against are byte for byte what the code writes.
class GoldenTest {
  static final Path FOLDER = Path.of("src/main/resources/contract/examples");

  @Test
  void everyFileIsWhatTheCodeWrites() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    assertThat(names).isEqualTo(new TreeSet<>(Examples.all().keySet()));
    for (Map.Entry<String, byte[]> example : Examples.all().entrySet()) {
      assertThat(Files.readString(FOLDER.resolve(example.getKey())))
          .as(example.getKey())
          .isEqualTo(new String(example.getValue(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void bothFormsDecodeToTheMessage() throws Exception {
    for (Map.Entry<String, Message> message : Examples.messages().entrySet()) {
      byte[] json = Files.readAllBytes(FOLDER.resolve(message.getKey() + ".json"));
      byte[] cbor = cbor(message.getKey());
      assertThat(new SenmlDecoder().decode(json)).isEqualTo(message.getValue());
      assertThat(new SenmlDecoder().decode(cbor)).isEqualTo(message.getValue());
    }
  }

  // A reader that is not ours understands the hand-written CBOR: definite lengths, nothing left
  // over.
  @Test
  void anotherCborReaderSeesTheSameRecords() throws IOException {
    JsonNode records = new CBORMapper().readTree(cbor("data-aq1"));
    assertThat(records.size()).isEqualTo(10);
    assertThat(records.get(0).get("-1").intValue()).isEqualTo(26);
    assertThat(records.get(4).get("-2").textValue()).isEqualTo("BD-GW-000123/aq1/pm25");
    assertThat(records.get(4).get("2").decimalValue()).isEqualByComparingTo("23.4");
    assertThat(records.get(5).get("6").intValue()).isEqualTo(10);
    assertThat(records.get(9).get("3").textValue()).isEqualTo("02");
  }

  // Parsing and writing again changes nothing, for every message that is not a pack.
  @Test
  void smallMessagesSurviveTheirCodec() throws ContractException {
    for (Map.Entry<String, byte[]> example : Examples.all().entrySet()) {
      byte[] json = example.getValue();
      byte[] again =
          switch (example.getKey().substring(0, example.getKey().indexOf('-'))) {
            case "state" -> State.parse(json).toJson();
            case "birth" -> Birth.parse(json).toJson();
            case "ledger" -> Ledger.parse(json).toJson();
            case "ack" -> Ack.parse(json).toJson();
            case "cmd" -> Command.parse(json).toJson();
            case "res" -> Answer.parse(json).toJson();
            default -> json;
          };
      assertThat(new String(again, StandardCharsets.UTF_8))
          .as(example.getKey())
          .isEqualTo(new String(json, StandardCharsets.UTF_8));
    }
  }

  static byte[] cbor(String name) throws IOException {
    return HexFormat.of().parseHex(Files.readString(FOLDER.resolve(name + ".cbor.hex")));
  }
}
