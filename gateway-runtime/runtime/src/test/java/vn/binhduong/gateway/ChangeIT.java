package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.change.Trial;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.management.LeshanProcess;
import vn.binhduong.gateway.uplink.Listener;
import vn.binhduong.gateway.uplink.Mosquitto;
import vn.binhduong.gateway.uplink.Wait;

/// Configurations from afar, on the whole program: what is good stays, what is not goes by itself,
/// and a kill at any moment leaves one of the two. `-Dchange.kills=N` for more kills,
/// `-Dchange.seed=N` for other moments.
@Timeout(600)
@Tag("interop")
class ChangeIT {
  private static final int KILLS = Integer.getInteger("change.kills", 4);
  private static final long SEED = Long.getLong("change.seed", 7);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String UP = "bd/v1/BD-GW-1/";

  /// Shortest that lets the program start, settle and be judged on a busy machine, seconds.
  private static final long DEADLINE = 36;

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");
  private Mosquitto broker;
  private Listener ioc;
  private ProgramLoop gateway;

  private int requests;

  @BeforeEach
  void start() throws Exception {
    file = directory.resolve("gateway.yaml");
    Files.createDirectories(directory.resolve("profiles/modbus"));
    Files.writeString(
        directory.resolve("profiles/modbus/probe.yaml"),
        """
        maker: Example
        model: TH-1
        function: 4
        registers:
          - {channel: temperature, address: 1, type: s16, scale: 0.1, unit: Cel, min: -40, max: 80}
        """);
    broker = Mosquitto.start(Files.createDirectory(directory.resolve("a")));
    ioc = Listener.on(broker.port());
    Files.writeString(file, yaml(broker.port(), ""));
    gateway = ProgramLoop.start(directory, file);
    Wait.until("online", PATIENCE, () -> !ioc.on(UP + "data/wx1").isEmpty());
  }

  @AfterEach
  void stop() {
    gateway.close();
    ioc.close();
    broker.close();
  }

  /// With a sensor that is dead all the time: it must not send a good change back.
  private String yaml(int brokerPort, String more) {
    return """
        gateway: {id: BD-GW-1, profile: demo, data-directory: '%s'}
        uplink: {broker: 'mqtt://127.0.0.1:%d', topic-root: bd, commands: {config: true}}
        metrics: {port: 0}
        links:
          bus1: {type: modbus-tcp, settings: {host: 127.0.0.1, port: 1}}
        devices:
          wx1: {driver: sim-weather, every: 200ms}
          dead: {driver: modbus, link: bus1, every: 1s, settings: {unit-id: 1, profile: probe}}
        %s
        """
        .formatted(directory.resolve("data"), brokerPort, more);
  }

  /// Asks for a configuration and returns the answer.
  private JsonNode ask(Listener from, String yaml) throws Exception {
    String id = "r-" + ++requests;
    var properties = new MqttProperties();
    properties.setCorrelationData(id.getBytes(StandardCharsets.US_ASCII));
    properties.setResponseTopic(UP + "res/" + id);
    var command = new Command.Config(id, System.currentTimeMillis() + 60_000, yaml, DEADLINE);
    from.send(UP + "cmd", command.toJson(), properties);
    Wait.until("answer to " + id, PATIENCE, () -> !from.on(UP + "res/" + id).isEmpty());
    return JSON.readTree(from.on(UP + "res/" + id).getLast().payload());
  }

  /// The events about configurations that arrived, as `outcome by: problems`.
  private static List<String> events(Listener at) throws IOException {
    List<String> events = new java.util.ArrayList<>();
    for (Listener.Received message : at.on(UP + "event")) {
      for (JsonNode row : JSON.readTree(message.payload())) {
        if (row.path("n").asText().equals("config")) {
          JsonNode event = JSON.readTree(row.path("vs").asText());
          events.add(
              "%s %s: %s"
                  .formatted(
                      event.path("outcome").asText(),
                      event.path("by").asText(),
                      event.path("problems")));
        }
      }
    }
    return events;
  }

  private static void awaitEvent(Listener at, String begin) {
    Wait.until(
        "event " + begin,
        PATIENCE,
        () -> {
          try {
            return events(at).stream().anyMatch(event -> event.startsWith(begin));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void whatIsGoodStaysAndIsTheLastGoodOne() throws Exception {
    String better = yaml(broker.port(), "  wx2: {driver: sim-weather, every: 200ms}");
    assertThat(ask(ioc, better).path("status").asText()).isEqualTo("accepted");
    awaitEvent(ioc, "applied cmd r-1");
    awaitEvent(ioc, "confirmed cmd r-1");
    assertThat(ioc.on(UP + "data/wx2")).isNotEmpty();
    assertThat(file).hasContent(better);
    assertThat(directory.resolve("data/config/last-good.yaml")).hasContent(better);
    assertThat(ask(ioc, better).path("status").asText()).isEqualTo("ok");
  }

  @Test
  void mistakesAreAllNamedAndNothingStops() throws Exception {
    String former = Files.readString(file);
    JsonNode answer =
        ask(
            ioc,
            former
                .replace("every: 200ms", "every: often")
                .replace("profile: probe", "profile: prob"));
    assertThat(answer.path("status").asText()).isEqualTo("invalid");
    assertThat(answer.path("problems").toString())
        .contains("devices.wx1.every")
        .contains("devices.dead")
        .contains("prob");
    assertThat(ask(ioc, former.replace("{port: 0}", "{prot: 0}")).path("problems").toString())
        .contains("metrics.prot");
    assertThat(ask(ioc, former.replace("BD-GW-1", "BD-GW-2")).path("problems").toString())
        .contains("gateway.id");
    awaitEvent(ioc, "refused cmd r-1");
    assertThat(file).hasContent(former);
    assertThat(gateway.starts()).isEqualTo(1);
  }

  // The IOC mistypes the address of its own broker: nobody could ever tell it.
  @Test
  void aWrongBrokerComesBackByItselfAndSaysWhy() throws Exception {
    String former = Files.readString(file);
    String lost = yaml(Mosquitto.freePort(), "");
    assertThat(ask(ioc, lost).path("status").asText()).isEqualTo("accepted");
    awaitEvent(ioc, "reverted cmd r-1: [\"uplink was OK, is UNAVAILABLE");
    assertThat(file).hasContent(former);
    SortedSet<Long> numbers = ioc.numbers("wx1");
    long last = numbers.last();
    Wait.until("more data", PATIENCE, () -> ioc.numbers("wx1").last() > last + 10);
    requireWhole(ioc.numbers("wx1"));
  }

  @Test
  void theUplinkMovesToAnotherBrokerWithNoNumberMissing() throws Exception {
    try (Mosquitto second = Mosquitto.start(Files.createDirectory(directory.resolve("b")));
        Listener there = Listener.on(second.port())) {
      assertThat(ask(ioc, yaml(second.port(), "")).path("status").asText()).isEqualTo("accepted");
      awaitEvent(there, "confirmed cmd r-1");
      SortedSet<Long> numbers = new TreeSet<>(ioc.numbers("wx1"));
      numbers.addAll(there.numbers("wx1"));
      requireWhole(numbers);
    }
  }

  // The IOC manages it by LwM2M alone: a good change stays, one that loses the server does not.
  @Test
  void aManagementServerChangesTheConfigurationAndCannotLoseTheGateway() throws Exception {
    Path key = directory.resolve("psk");
    Files.writeString(key, "00112233445566778899aabbccddeeff");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    try (LeshanProcess server =
        new LeshanProcess("0", "psk", "BD-GW-1", "gw", Files.readString(key))) {
      String managed = yaml(broker.port(), "") + management(server.port(), key, 300);
      assertThat(ask(ioc, managed).path("status").asText()).isEqualTo("accepted");
      awaitEvent(ioc, "confirmed cmd r-1");

      Path offered = directory.resolve("offered.yaml");
      String better = yaml(broker.port(), "") + management(server.port(), key, 200);
      Files.writeString(offered, better);
      assertThat(server.ask("file /19/0/0 " + offered)).startsWith("CHANGED");
      awaitEvent(ioc, "confirmed lwm2m");
      Wait.until(
          "registered", PATIENCE, () -> server.ask("read /19/0/3").contains("proved itself"));
      assertThat(server.ask("read /19/1/3")).contains(file.toString());

      Files.writeString(offered, better.replace("sim-weather", "sim-whether"));
      assertThat(server.ask("file /19/0/0 " + offered))
          .startsWith("BAD_REQUEST")
          .contains("sim-whether");
      assertThat(server.ask("file /19/1/0 " + offered)).startsWith("BAD_REQUEST");

      String lost = yaml(broker.port(), "") + management(Mosquitto.freePort(), key, 200);
      assertThat(ask(ioc, lost).path("status").asText()).isEqualTo("accepted");
      awaitEvent(ioc, "reverted cmd r-2: [\"management was OK, is UNAVAILABLE");
      assertThat(file).hasContent(better);
      Wait.until(
          "registered again",
          PATIENCE,
          () -> server.ask("read /19/0/3").contains("did not stay: management was OK"));
    }
  }

  private static String management(int port, Path key, int lifetime) {
    return "management: {server: 'coaps://localhost:%d', psk-identity: gw, psk-file: '%s', lifetime: %ds}\n"
        .formatted(port, key, lifetime);
  }

  private static void requireWhole(SortedSet<Long> numbers) {
    assertThat((long) numbers.size())
        .as("numbers %d to %d without a hole", numbers.first(), numbers.last())
        .isEqualTo(numbers.last() - numbers.first() + 1);
  }

  @Tag("long")
  @Test
  void aKillAtAnyMomentLeavesOneOfTheTwo() throws Exception {
    Random random = new Random(SEED);
    String former = Files.readString(file);
    int kills = 0;
    for (int round = 0; kills < KILLS; round++) {
      boolean good = round % 2 == 0;
      String offered =
          good
              ? yaml(broker.port(), "# round " + round)
              : yaml(Mosquitto.freePort(), "# round " + round);
      String what = "round %d, %s, seed %d".formatted(round, good ? "good" : "bad", SEED);
      assertThat(ask(ioc, offered).path("status").asText()).as(what).isEqualTo("accepted");
      for (int i = 0; i < Trial.STARTS_MAX - 1; i++) {
        Thread.sleep(random.nextInt(2500));
        gateway.kill();
        kills++;
        String present = Files.readString(file);
        assertThat(List.of(former, offered)).as(what).contains(present);
      }
      String id = "cmd r-" + requests;
      Wait.until(
          what + " is decided",
          Duration.ofMinutes(2),
          () -> {
            try {
              return events(ioc).stream()
                  .anyMatch(e -> e.startsWith("confirmed " + id) || e.startsWith("reverted " + id));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      String outcome = events(ioc).stream().filter(e -> e.contains(id + ":")).toList().getLast();
      assertThat(outcome).as(what).startsWith(good ? "confirmed" : "reverted");
      assertThat(file).as(what).hasContent(good ? offered : former);
      former = Files.readString(file);
    }
    requireWhole(ioc.numbers("wx1"));
    System.out.printf("ChangeIT seed %d: %d kills, %d starts%n", SEED, kills, gateway.starts());
  }
}
