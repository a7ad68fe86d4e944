package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.driver.testkit.PtyPair;
import vn.binhduong.gateway.uplink.Listener;
import vn.binhduong.gateway.uplink.Mosquitto;
import vn.binhduong.gateway.uplink.Wait;

/// A whole gateway with a receiver on a terminal of the kernel, which says that it is a kilometre
/// from where it should be and that it is 3.2 s later.
@Tag("interop")
class ReceiverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String UP = "bd/v1/BD-GW-1/";
  private static final String AWAY = "1059.4000,N,10640.2000,E";
  private static final String HOME = "1058.8000,N,10640.2000,E";

  @TempDir private Path directory = Path.of("");
  private volatile String position = AWAY;

  private String sentences(Instant now) {
    DateTimeFormatter time = DateTimeFormatter.ofPattern("HHmmss.SSS").withZone(ZoneOffset.UTC);
    DateTimeFormatter date = DateTimeFormatter.ofPattern("ddMMyy").withZone(ZoneOffset.UTC);
    return sentence(
            "GNRMC,%s,A,%s,0.02,31.66,%s,,,A"
                .formatted(time.format(now), position, date.format(now)))
        + sentence("GNGGA,%s,%s,1,11,0.84,23.4,M,-2.1,M,,".formatted(time.format(now), position));
  }

  private static String sentence(String body) {
    return "$%s*%02X\r\n".formatted(body, body.chars().reduce(0, (one, two) -> one ^ two));
  }

  private void speak(OutputStream out) {
    try {
      while (true) {
        out.write(sentences(Instant.now().plusMillis(3200)).getBytes(StandardCharsets.US_ASCII));
        TimeUnit.MILLISECONDS.sleep(40);
      }
    } catch (IOException | InterruptedException over) {
      // the test has ended
    }
  }

  private Loaded.Ready configuration(Path port, int broker) throws IOException {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        gateway:
          id: BD-GW-1
          profile: demo
          data-directory: '%s'
          place: {latitude: 10.98, longitude: 106.67, name: Crossing}
          receiver: {device: gnss1}
        uplink: {broker: 'mqtt://127.0.0.1:%d', topic-root: bd}
        metrics: {port: 0}
        links:
          uart1: {type: serial, settings: {port: '%s', baud: 9600}}
        devices:
          gnss1: {driver: gnss, link: uart1, every: 200ms}
        """
            .formatted(directory.resolve("data"), broker, port));
    return (Loaded.Ready)
        new ConfigLoader(Catalogue.of(Main.class.getClassLoader()))
            .load(file, directory.resolve("data"));
  }

  private static List<Double> latitudes(Listener ioc) {
    return ioc.on(UP + "birth/gateway").stream()
        .map(message -> json(message.payload()).path("location").path("lat").asDouble())
        .toList();
  }

  private static JsonNode json(byte[] payload) {
    try {
      return JSON.readTree(payload);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The alarms that arrived, as `code active: text`.
  private static List<String> alarms(Listener ioc) {
    List<String> alarms = new ArrayList<>();
    for (Listener.Received message : ioc.on(UP + "event")) {
      for (JsonNode row : json(message.payload())) {
        if (row.path("n").asText().equals("alarm")) {
          JsonNode event = json(row.path("vs").asText().getBytes(StandardCharsets.UTF_8));
          alarms.add(
              "%s %s: %s"
                  .formatted(
                      event.path("code").asText(),
                      event.path("active").asBoolean(),
                      event.path("text").asText()));
        }
      }
    }
    return alarms;
  }

  private String health(String component) throws IOException, ControlException {
    try (var client = ControlClient.connect(directory.resolve("data/control.sock"))) {
      JsonNode status = client.ask("status", JSON.createObjectNode(), PATIENCE);
      for (JsonNode each : status.path("health")) {
        if (each.path("component").asText().equals(component)) {
          return each.path("state").asText() + " " + each.path("message").asText();
        }
      }
      return "none in " + status;
    }
  }

  @Test
  @Timeout(180)
  void whereItIsAndHowLateItsClockIsIsTold() throws Exception {
    Path terminals = Files.createDirectory(directory.resolve("pty"));
    try (var broker = Mosquitto.start(Files.createDirectory(directory.resolve("broker")));
        var ioc = Listener.on(broker.port());
        var ports = new PtyPair(terminals);
        var out = ports.out()) {
      Thread receiver = Thread.ofPlatform().daemon().start(() -> speak(out));
      try {
        whereItIs(ports, broker, ioc);
      } finally {
        receiver.interrupt();
        receiver.join();
      }
    }
  }

  private void whereItIs(PtyPair ports, Mosquitto broker, Listener ioc) throws Exception {
    Loaded.Ready ready = configuration(ports.ours(), broker.port());
    assertThat(ready.configuration().problems()).isEmpty();
    Path file = directory.resolve("gateway.yaml");
    String away = "DEGRADED gnss1: 1112 m from the configured place";
    try (Gateway gateway = Gateway.start(ready.configuration(), file, why -> {})) {
      assertThat(gateway).isNotNull();
      Wait.until("moved", PATIENCE, () -> latitudes(ioc).contains(10.99));
      Wait.until("alarm", PATIENCE, () -> !alarms(ioc).isEmpty());
      assertThat(alarms(ioc))
          .containsExactly("place.astray true: the gateway is 1112 m from the configured place");
      assertThat(health("place")).isEqualTo(away);
      assertThat(health("clock")).startsWith("DEGRADED synchronised (trusted); the clock is 3.");
      assertThat(health("clock")).endsWith(" s behind gnss1");
    }
    try (Gateway again = Gateway.start(ready.configuration(), file, why -> {})) {
      assertThat(again).isNotNull();
      Wait.until("known again", PATIENCE, () -> away.equals(healthOrNone("place")));
      assertThat(alarms(ioc)).as("alarms after a restart").hasSize(1);

      position = HOME;
      Wait.until("alarm over", PATIENCE, () -> alarms(ioc).size() == 2);
      assertThat(alarms(ioc).getLast())
          .isEqualTo("place.astray false: the gateway is 0 m from the configured place");
      assertThat(latitudes(ioc)).contains(10.98);
    }
  }

  private String healthOrNone(String component) {
    try {
      return health(component);
    } catch (IOException | ControlException notYet) {
      return "";
    }
  }
}
