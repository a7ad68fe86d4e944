package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.uplink.Wait;

/// Every object from a real server in another process, over DTLS: what is read is what the gateway
/// knows, what is written and executed has its effect or is refused, and observers are told when
/// they asked to be.
@Tag("interop")
@Timeout(180)
class ObjectsIT {
  private static final Path PICTURE =
      Path.of("src/test/resources/vn/binhduong/gateway/management/objects/every-object.txt");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TEMPERATURE = "/3303/0/5700";
  private static final int JSON = 110;
  private static final int CBOR = 112;
  private static final int TLV = 11542;

  @TempDir private Path temp = Path.of("");
  private LeshanProcess server;
  private RunningClient client;

  @BeforeEach
  void register() throws Exception {
    server = RunningClient.server(0);
    client = new RunningClient(temp, server.port(), Duration.ofMinutes(10));
    client.await(ManagementState.Kind.REGISTERED, SOON);
    Wait.until("its objects", SOON, () -> server.ask("objects").contains("3446"));
  }

  @AfterEach
  void end() {
    client.close();
    server.close();
  }

  /// What stands in `PATH=VALUE|...` of an answer.
  private static Map<String, String> values(String answer) {
    assertThat(answer).startsWith("CONTENT");
    Map<String, String> values = new TreeMap<>();
    for (String each : answer.substring(answer.indexOf(' ') + 1).split("\\|/", -1)) {
      String[] parts = ("/" + each.replaceFirst("^/", "")).split("=", 2);
      values.put(parts[0], parts[1]);
    }
    return values;
  }

  private String value(String path) {
    String answer = server.ask("values " + TLV + " " + path);
    return answer.startsWith("CONTENT") ? answer.substring(answer.indexOf('=') + 1) : answer;
  }

  /// The objects of the picture, each with its resources as the file says.
  private static Map<String, Map<String, String>> written() throws IOException {
    Map<String, Map<String, String>> objects = new TreeMap<>();
    for (String line : Files.readAllLines(PICTURE)) {
      String path = line.substring(0, line.indexOf(' '));
      objects
          .computeIfAbsent("/" + path.split("/", -1)[1], key -> new TreeMap<>())
          .put(path, line.substring(line.indexOf(" = ") + 3));
    }
    return objects;
  }

  @ParameterizedTest
  @ValueSource(ints = {JSON, CBOR, TLV})
  void everyObjectIsReadAsItIs(int format) throws Exception {
    assertThat(server.ask("execute /7/0/6")).startsWith("CHANGED");
    client.street.carried(2_123_456, 1_054_321);
    Map<String, Map<String, String>> written = written();
    assertThat(written).hasSizeGreaterThan(20);
    for (Map.Entry<String, Map<String, String>> object : written.entrySet()) {
      Map<String, String> read = values(server.ask("values " + format + " " + object.getKey()));
      assertThat(read).as(object.getKey()).isEqualTo(object.getValue());
    }
    assertThat(value("/3/0/0")).isEqualTo("Example");
    assertThat(value("/1/0/1")).isEqualTo("600");
  }

  @Test
  void everyObjectIsDiscovered() throws Exception {
    for (Map.Entry<String, Map<String, String>> object : written().entrySet()) {
      String found = server.ask("discover " + object.getKey());
      assertThat(found).startsWith("CONTENT");
      for (String path : object.getValue().keySet()) {
        if (!path.startsWith("/7/0/2") && !path.startsWith("/7/0/3")) { // not before it is started
          assertThat(found).contains("<" + path + ">");
        }
      }
    }
  }

  @Test
  void whatCannotBeWrittenOrIsNotThereIsRefused() throws Exception {
    for (Map.Entry<String, Map<String, String>> object : written().entrySet()) {
      String path = object.getValue().keySet().iterator().next();
      if (path.equals("/18830/0/0")) {
        path = "/18830/0/1";
      }
      if (path.equals("/19/1/0")) {
        path = "/19/1/3";
      }
      String before = value(path);
      assertThat(server.ask("text " + path + " x"))
          .as(path)
          .matches("METHOD_NOT_ALLOWED.*|BAD_REQUEST.*|not sent.*");
      assertThat(value(path)).as(path).isEqualTo(before);
      assertThat(server.ask("read " + object.getKey() + "/0/9999"))
          .as(object.getKey())
          .startsWith("NOT_FOUND");
      assertThat(server.ask("read " + object.getKey() + "/77"))
          .as(object.getKey())
          .startsWith("NOT_FOUND");
    }
    for (String refused : List.of("/20/0/4011", "/9/0/4", "/9/0/6", "/16/0/1", "/3445/0/5")) {
      assertThat(server.ask("execute " + refused)).as(refused).startsWith("METHOD_NOT_ALLOWED");
    }
  }

  @Test
  void whatIsWrittenHolds() throws Exception {
    assertThat(server.ask("integer /7/0/8 3600")).startsWith("CHANGED");
    assertThat(value("/7/0/8")).isEqualTo("3600");
    assertThat(server.ask("integer /7/0/8 -1")).startsWith("BAD_REQUEST");
    assertThat(value("/7/0/8")).isEqualTo("3600");

    assertThat(server.ask("text /18830/0/0 mqtts://other.example:8883")).startsWith("CHANGED");
    assertThat(client.street.desired)
        .containsExactly("uplink: {broker: 'mqtts://other.example:8883'}");

    Path yaml = Files.writeString(temp.resolve("new.yaml"), "gateway: {id: BD-GW-2}");
    assertThat(server.ask("file /19/0/0 " + yaml)).startsWith("CHANGED");
    assertThat(client.street.desired).last().isEqualTo("gateway: {id: BD-GW-2}");
    Files.writeString(yaml, "wrong: 1");
    assertThat(server.ask("file /19/0/0 " + yaml))
        .startsWith("BAD_REQUEST")
        .contains("wrong: unknown key");

    assertThat(server.ask("flag /1/0/23 true")).startsWith("CHANGED");
    assertThat(value("/1/0/23")).isEqualTo("true");
  }

  @Test
  void whatIsExecutedHasItsEffect() {
    client.street.measureTemperature(40);
    client.street.measureTemperature(30);
    assertThat(value("/3303/0/5602")).isEqualTo("40.0");
    assertThat(server.ask("execute /3303/0/5605")).startsWith("CHANGED");
    assertThat(value("/3303/0/5601")).isEqualTo("30.0");
    assertThat(value("/3303/0/5602")).isEqualTo("30.0");

    client.street.measureRain(20);
    assertThat(value("/3446/0/1")).isEqualTo("7.5");
    assertThat(server.ask("execute /3446/0/2")).startsWith("CHANGED");
    assertThat(value("/3446/0/1")).isEqualTo("0.0");
    client.street.measureRain(20.5);
    assertThat(value("/3446/0/1")).isEqualTo("0.5");
    assertThat(value("/3446/0/3")).isEqualTo("2026-11-26T11:00:00Z");

    assertThat(server.ask("execute /3432/0/2")).startsWith("CHANGED");
    assertThat(value("/3432/0/1")).isEqualTo("{0=0, 1=0, 3=0}");
    client.street.passes();
    assertThat(value("/3432/0/1")).isEqualTo("{0=1, 1=1, 3=0}");

    assertThat(server.ask("execute /7/0/6")).startsWith("CHANGED");
    client.street.carried(2_005_000, 1_002_000);
    assertThat(server.ask("execute /7/0/7")).startsWith("CHANGED");
    client.street.carried(3_000_000, 3_000_000);
    assertThat(value("/7/0/3")).isEqualTo("5");
    assertThat(value("/7/0/2")).isEqualTo("2");

    assertThat(server.ask("execute /33003/1/16")).startsWith("CHANGED");
    assertThat(client.street.restarted).containsExactly("air1");
    for (String more :
        List.of("/3304/0/5605", "/3315/0/5605", "/3324/0/5605", "/3433/0/8", "/3449/0/5605")) {
      assertThat(server.ask("execute " + more)).as(more).startsWith("CHANGED");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {JSON, CBOR})
  void manyAreReadAtOnce(int format) {
    assertThat(
            values(
                server.ask(
                    "composite %d /3303/0/5700 /3428/0 /33001/0/6 /3/0/3 /3303/9/5700"
                        .formatted(format))))
        .containsEntry("/3303/0/5700", "31.25")
        .containsEntry("/3428/0/3", "23.5")
        .containsEntry("/3428/0/17", "421.0")
        .containsEntry("/33001/0/6", "12")
        .containsEntry("/3/0/3", "1.2.3")
        .doesNotContainValue("0");
  }

  // One that cannot be written: nothing of the others may be half done without the server's
  // knowing.
  @Test
  void manyAreWrittenAtOnce() {
    assertThat(server.ask("set %d /7/0/8=60 /18830/0/0=mqtts://b.example:8883".formatted(CBOR)))
        .startsWith("CHANGED");
    assertThat(value("/7/0/8")).isEqualTo("60");
    assertThat(client.street.desired).hasSize(1);

    assertThat(server.ask("set %d /7/0/8=90 /7/0/2=1".formatted(JSON)))
        .matches("METHOD_NOT_ALLOWED.*|BAD_REQUEST.*");
    assertThat(value("/7/0/8")).isEqualTo("60");
  }

  private List<String> notified(String path) {
    return server.lines("notified " + path + " ").stream()
        .map(line -> line.replaceFirst(".*value=([^,]*),.*", "$1"))
        .toList();
  }

  private void measure(double celsius) {
    client.street.nowMillis += 1_000;
    client.street.measureTemperature(celsius);
  }

  /// Measures what must not be told.
  private void quietly(double... celsius) throws InterruptedException {
    int before = notified(TEMPERATURE).size();
    for (double value : celsius) {
      measure(value);
      Thread.sleep(1_200); // a look is each second
    }
    assertThat(notified(TEMPERATURE)).hasSize(before);
  }

  /// Measures what must be told.
  private void told(double celsius) {
    int before = notified(TEMPERATURE).size();
    measure(celsius);
    Wait.until(celsius + " is told", SOON, () -> notified(TEMPERATURE).size() > before);
    assertThat(notified(TEMPERATURE)).hasSize(before + 1).last().isEqualTo(celsius + "");
  }

  @Test
  void manyAreObservedAtOnce() throws Exception {
    assertThat(server.ask("watch %d /3303/0/5700 /33001/0/6".formatted(CBOR)))
        .contains("/3303/0/5700=31.25|/33001/0/6=12");
    client.street.nowMillis += 1_000;
    client.street.measureTemperature(33);
    Wait.until(
        "both are told",
        SOON,
        () -> server.said("notified-all ").equals("notified-all /3303/0/5700=33.0|/33001/0/6=12"));
  }

  // A crossing is told on its way up and on its way down, each time.
  @Test
  void aThresholdIsToldWhenItIsCrossed() throws Exception {
    assertThat(server.ask("attributes " + TEMPERATURE + " gt=35&lt=10")).startsWith("CHANGED");
    assertThat(server.ask("observe " + TEMPERATURE)).contains("CONTENT");
    quietly(32, 34);
    told(36);
    quietly(38);
    told(34);
    quietly(33);
    told(36);
    assertThat(server.ask("discover /3303/0/5700")).contains("gt=35").contains("lt=10");
  }

  @Test
  void aStepIsToldWhenItIsLargeEnough() throws Exception {
    assertThat(server.ask("attributes " + TEMPERATURE + " st=2")).startsWith("CHANGED");
    assertThat(server.ask("observe " + TEMPERATURE)).contains("CONTENT");
    quietly(32, 33);
    told(34);
    quietly(34.5);
    told(31);
  }

  // No more often than pmin, the newest value then; and at pmax without a change.
  @Test
  void notificationsKeepTheirPeriods() throws Exception {
    assertThat(server.ask("attributes " + TEMPERATURE + " pmin=4&pmax=8")).startsWith("CHANGED");
    long began = System.nanoTime();
    assertThat(server.ask("observe " + TEMPERATURE)).contains("CONTENT");
    measure(32);
    Thread.sleep(1_200); // a look is each second
    measure(33);
    Wait.until("the newest", SOON, () -> notified(TEMPERATURE).size() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(3_500));
    assertThat(notified(TEMPERATURE)).containsExactly("33.0");
    Wait.until("the same again", SOON, () -> notified(TEMPERATURE).size() == 2);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(11), Duration.ofSeconds(25));
    assertThat(notified(TEMPERATURE)).containsExactly("33.0", "33.0");
  }

  @Test
  void attributesThatMakeNoSenseAreRefused() {
    List<String> answers = new ArrayList<>();
    for (String query : List.of("pmin=8&pmax=4", "gt=5&lt=9", "st=-1")) {
      answers.add(server.ask("attributes " + TEMPERATURE + " " + query));
    }
    assertThat(answers.stream().map(each -> each.split("[ (]", 2)[0]).collect(Collectors.toList()))
        .isSubsetOf(Arrays.asList("BAD_REQUEST", "not"));
    assertThat(server.ask("observe " + TEMPERATURE)).contains("31.25");
  }
}
