package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// Against a client that shares nothing with Californium: libcoap's.
@Tag("interop")
@Timeout(90)
class LibcoapIT {
  private static final String KEY = "sixteen-bytes-01";
  private static final String PACK =
      "[{\"bn\":\"n7:\",\"n\":\"t\",\"v\":2731},{\"n\":\"h\",\"v\":55}]";
  private static final String LEVEL =
      "channels: [{name: level, channel: level, unit: m, min: 0, max: 10, scale: 0.001}]\n";

  @TempDir private Path directory;

  private static String hex(String key) {
    return HexFormat.of().formatHex(key.getBytes(StandardCharsets.US_ASCII));
  }

  private static DriverHarness<CoapNodeSettings> open(String node, String server) throws Exception {
    var device =
        new DriverHarness<>(new CoapNodeFactory(), Yaml.node(node))
            .link(() -> new CoapServerLinkFactory().open(Yaml.server(server), "street"));
    device.open();
    return device;
  }

  @Test
  void plainNumber() throws Exception {
    int port = LoopbackPort.free();
    try (var device = open("path: tank\n" + LEVEL, "{security: none, port: " + port + "}")) {
      String said = new CoapClient(directory).post("coap://127.0.0.1:" + port + "/tank", 0, "1234");
      assertThat(said).contains("c:2.04");
      assertThat(device.poll()).extracting(sample -> sample.value("level")).containsExactly(1.234);
    }
  }

  @Test
  void packsInJsonAndWhatIsWrongWithThem() throws Exception {
    int port = LoopbackPort.free();
    String uri = "coap://127.0.0.1:" + port + "/nodes/7";
    try (var device =
        open("path: nodes/7\n" + PayloadsTest.CHANNELS, "{security: none, port: " + port + "}")) {
      var client = new CoapClient(directory);
      assertThat(client.post(uri, 110, PACK)).contains("c:2.04");
      assertThat(client.post(uri, 110, "[{\"n\":\"n7:t\"}]"))
          .contains("c:4.00", "record 1: neither a value nor a sum");
      assertThat(client.post(uri, 50, PACK)).contains("c:4.15");
      assertThat(client.post(uri + "8", 110, PACK)).contains("c:4.04");
      assertThat(device.poll())
          .extracting(sample -> sample.value("temperature"))
          .containsExactly(27.31);
    }
  }

  @Test
  void packInCbor() throws Exception {
    int port = LoopbackPort.free();
    try (var device =
        open("path: nodes/7\n" + PayloadsTest.CHANNELS, "{security: none, port: " + port + "}")) {
      byte[] pack = HexFormat.of().parseHex("82a321636e373a00617402190aaba2006168021837");
      String uri = "coap://127.0.0.1:" + port + "/nodes/7";
      assertThat(new CoapClient(directory).post(uri, 112, pack)).contains("c:2.04");
      assertThat(device.poll())
          .extracting(sample -> sample.value("temperature"), sample -> sample.value("humidity"))
          .containsExactly(org.assertj.core.groups.Tuple.tuple(27.31, 55.0));
    }
  }

  // 1,500 bytes in blocks of 256, and more than the bound.
  @Test
  void blocks() throws Exception {
    int port = LoopbackPort.free();
    String uri = "coap://127.0.0.1:" + port + "/nodes/7";
    try (var device =
        open(
            "path: nodes/7\n" + PayloadsTest.CHANNELS,
            "{security: none, payload-bytes-max: 1500, port: " + port + "}")) {
      var client = new CoapClient(directory);
      String large = PACK + " ".repeat(1_500 - PACK.length());
      assertThat(client.post(uri, 110, large, "-b", "256")).contains("Block1:5/_/256", "c:2.04");
      assertThat(client.post(uri, 110, large + " ".repeat(600), "-b", "256")).contains("c:4.13");
      assertThat(device.poll())
          .extracting(sample -> sample.value("humidity"))
          .containsExactly(55.0);
    }
  }

  @Test
  void dtlsWithTheRightKeyAndIdentityOnly() throws Exception {
    int port = LoopbackPort.free();
    String uri = "coaps://127.0.0.1:" + port + "/nodes/7";
    String keys =
        "keys: [{identity: node-7, key: %s}, {identity: node-8, key: %s}]"
            .formatted(hex(KEY), hex("sixteen-bytes-02"));
    try (var device =
        open(
            "path: nodes/7\nidentity: node-7\n" + PayloadsTest.CHANNELS,
            "{port: %d, %s}".formatted(port, keys))) {
      var client = new CoapClient(directory);
      assertThat(client.post(uri, 110, PACK, "-u", "node-7", "-k", "sixteen-bytes-99"))
          .as("wrong key")
          .doesNotContain("c:2.04");
      assertThat(client.post(uri, 110, PACK, "-u", "node-9", "-k", KEY))
          .as("unknown identity")
          .doesNotContain("c:2.04");
      assertThat(client.post(uri, 110, PACK, "-u", "node-8", "-k", "sixteen-bytes-02"))
          .as("the identity of another node")
          .contains("c:4.03");
      assertThat(device.poll()).isEmpty();
      assertThat(client.post(uri, 110, PACK, "-u", "node-7", "-k", KEY)).contains("c:2.04");
      List<EmittedSample> samples = device.poll();
      assertThat(samples).hasSize(1);
      assertThat(device.logger().lines()).noneMatch(line -> line.text().contains("sixteen"));
    }
  }

  @Test
  void rateIsToldWithMaxAge() throws Exception {
    int port = LoopbackPort.free();
    String uri = "coap://127.0.0.1:" + port + "/nodes/7";
    try (var device =
        open(
            "path: nodes/7\n" + PayloadsTest.CHANNELS,
            "{security: none, requests-per-minute: 1, port: " + port + "}")) {
      var client = new CoapClient(directory);
      assertThat(client.post(uri, 110, PACK)).contains("c:2.04");
      assertThat(client.post(uri, 110, PACK))
          .contains("c:4.29")
          .containsPattern("Max-Age:[1-6][0-9]?");
      assertThat(device.poll()).hasSize(1);
    }
  }
}
