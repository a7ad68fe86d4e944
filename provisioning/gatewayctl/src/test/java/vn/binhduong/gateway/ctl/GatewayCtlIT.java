package vn.binhduong.gateway.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.Backlog;
import vn.binhduong.gateway.control.ChangeStatus;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.ControlServer;
import vn.binhduong.gateway.control.Devices;
import vn.binhduong.gateway.control.ReadAnswer;
import vn.binhduong.gateway.control.Status;
import vn.binhduong.gateway.control.TailLine;
import vn.binhduong.gateway.control.Value;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// Every command in this process, against a control server and against a store on disk.
@Timeout(60)
class GatewayCtlIT {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final UUID BOOT = new UUID(1, 2);
  private static final Channel PM25 =
      new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5");
  private static final Channel T = new Channel("t", Unit.CELSIUS, -40, 80, "Temperature");

  @TempDir private Path directory = Path.of("");
  private Path socket = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void path() {
    socket = directory.resolve("control.sock");
  }

  private int run(String... arguments) {
    return GatewayCtl.run(
        new PrintWriter(out), new PrintWriter(err), InstantSource.fixed(NOW), arguments);
  }

  private int there(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data-directory";
    all[arguments.length + 1] = directory.toString();
    return run(all);
  }

  private ControlServer gateway(String uplinkState) throws IOException {
    var values = List.of(new Value("pm25", "ug/m3", 23.4, "GOOD", 1200));
    var status =
        new Status(
            "BD-GW-1",
            "0.1.0",
            "demo",
            BOOT.toString(),
            7_200_000,
            new Status.Configuration("gateway.yaml", false, List.of()),
            new Status.Clock("SYNCED", NOW.toEpochMilli(), 0L, "chrony"),
            new Status.Store(
                "e1", "/data", 5 << 20, 64 << 20, 3, 1000, 0, 12, 1000, 40, 60_000, 0, ""),
            new Status.Uplink(
                "ONLINE", "connected", "mqtt://x", 60_000L, 2, 988, 10.5, 1, 1, 3000L, "", ""),
            List.of(
                new Status.Health("device/air1", "OK", 60_000, ""),
                new Status.Health("uplink", uplinkState, 1000, "broker refused")));
    var devices =
        new Devices(
            List.of(
                new Devices.Device(
                    "air1",
                    "simulated",
                    null,
                    1000,
                    "",
                    "OK",
                    60_000,
                    "",
                    9,
                    0,
                    0,
                    9,
                    9,
                    8,
                    values)));
    return ControlServer.open(
        socket,
        Map.of(
            "status",
            arguments -> Answers.of(status),
            "devices",
            arguments -> Answers.of(devices),
            "backlog",
            arguments ->
                Answers.of(
                    new Backlog(
                        12,
                        3000L,
                        "",
                        null,
                        List.of(new Backlog.Stream("e1", "air1", 1, 9, 8, 1, 0, 0)))),
            "read",
            arguments -> {
              if (!arguments.path("device").asText().equals("air1")) {
                throw new ControlException("no device 'air9'; did you mean 'air1'?");
              }
              return Answers.of(new ReadAnswer("air1", NOW.toEpochMilli(), "SYNCED", 12, values));
            }),
        Map.of(
            "tail",
            (arguments, to) ->
                to.put(
                    Answers.of(
                        new TailLine("air1", 9, NOW.toEpochMilli(), "SYNCED", values, "", "")))));
  }

  private void store() throws Exception {
    var settings = StoreSettings.DEFAULTS;
    try (var store =
        Store.open(settings, directory, () -> new BootTime(BOOT, 0), InstantSource.fixed(NOW))) {
      long offset = (NOW.toEpochMilli() - 60_000) * 1_000_000L;
      store.record(new ClockOffset(BOOT, 0, offset, ClockState.SYNCED));
      for (int second = 1; second <= 5; second++) {
        store.append(
            new Sample(
                "air1",
                new BootTime(BOOT, second * 10_000_000_000L),
                List.of(PM25.reading(20 + second), T.bad(Quality.BAD_SENSOR))));
      }
    }
  }

  @Test
  void statusShowsEveryPartAndTellsWhetherAllIsWell() throws Exception {
    try (var _ = gateway("OK")) {
      assertThat(there("status")).isEqualTo(GatewayCtl.OK);
      assertThat(out.toString())
          .contains("gateway   BD-GW-1  version 0.1.0  demo  up 2 h")
          .contains("a power cut takes at most 1.0 s (commit interval 1.0 s, longest commit 40 ms)")
          .contains("and of channels with a window what the open one gathered, at most 60 s")
          .contains("backlog   12 entries, drained in about 3.0 s");
    }
    try (var _ = gateway("UNAVAILABLE")) {
      assertThat(there("status")).isEqualTo(GatewayCtl.PROBLEM);
      assertThat(out.toString()).containsPattern("uplink +UNAVAILABLE +1\\.0 s  broker refused");
    }
  }

  /// A gateway that decides a change at the second time it is asked.
  private ControlServer changing(String outcome, String... problems) throws IOException {
    var asked = new AtomicInteger();
    var trial = new ChangeStatus("TRIAL", "ab", "user tech", 290_000, List.of());
    return ControlServer.open(
        socket,
        Map.of(
            "config-apply",
                arguments -> {
                  if (arguments.path("yaml").asText().contains("wrong")) {
                    throw new ControlException("gateway.yaml:1:1 wrong: unknown key");
                  }
                  assertThat(arguments.path("deadlineSeconds").asLong()).isEqualTo(60);
                  assertThat(arguments.path("by").asText()).startsWith("user ");
                  return Answers.of(trial);
                },
            "config-confirm",
                arguments -> {
                  throw new ControlException("no configuration is on trial");
                },
            "config",
                arguments ->
                    Answers.of(
                        asked.incrementAndGet() < 2
                            ? trial
                            : new ChangeStatus(outcome, "ab", "user tech", 0, List.of(problems)))),
        Map.of());
  }

  @Test
  void aConfigurationIsAppliedAndItsOutcomeAwaited() throws Exception {
    Path file = directory.resolve("new.yaml");
    Files.writeString(file, "gateway: {}");
    try (var _ = changing("CONFIRMED")) {
      assertThat(there("config", "apply", file.toString(), "--within", "60"))
          .isEqualTo(GatewayCtl.OK);
      assertThat(out.toString())
          .contains("on trial for at most 60 s; the gateway starts anew with it")
          .contains("what user tech asked for stays");
    }
    try (var _ = changing("REVERTED", "uplink was OK, is UNAVAILABLE")) {
      assertThat(there("config", "apply", file.toString(), "--within", "60"))
          .isEqualTo(GatewayCtl.PROBLEM);
      assertThat(out.toString())
          .contains("did not stay; the former file is back")
          .contains("uplink was OK, is UNAVAILABLE");
    }
  }

  @Test
  void aConfigurationThatIsRefusedIsToldWithItsMistakes() throws Exception {
    Path file = directory.resolve("new.yaml");
    Files.writeString(file, "wrong: 1");
    try (var _ = changing("CONFIRMED")) {
      assertThat(there("config", "apply", file.toString())).isEqualTo(GatewayCtl.PROBLEM);
      assertThat(err.toString()).contains("gateway.yaml:1:1 wrong: unknown key");
      assertThat(there("config", "confirm")).isEqualTo(GatewayCtl.PROBLEM);
      assertThat(err.toString()).contains("no configuration is on trial");
    }
  }

  @Test
  void devicesReadBacklogAndTailAskTheGateway() throws Exception {
    try (var _ = gateway("OK")) {
      assertThat(there("devices")).isEqualTo(GatewayCtl.OK);
      assertThat(there("read", "air1")).isEqualTo(GatewayCtl.OK);
      assertThat(there("backlog")).isEqualTo(GatewayCtl.OK);
      assertThat(there("tail", "--json")).isEqualTo(GatewayCtl.OK);
      assertThat(out.toString())
          .contains("air1    simulated  -     OK      60 s    9  1.2 s  pm25 23.4 ug/m3")
          .contains("pm25      23.4  ug/m3  GOOD")
          .contains("12 entries wait, drained in about 3.0 s")
          .contains("{\"device\":\"air1\",\"seq\":9,");
      assertThat(there("read", "air9")).isEqualTo(GatewayCtl.PROBLEM);
      assertThat(err.toString()).contains("read: no device 'air9'; did you mean 'air1'?");
    }
  }

  @Test
  void theOptionsMayStandBeforeTheCommand() throws Exception {
    store();
    assertThat(run("--data-directory", directory.toString(), "--json", "readings", "--limit", "1"))
        .isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("\"seq\":5");
    assertThat(run("--socket", directory.resolve("none").toString(), "tail"))
        .isEqualTo(GatewayCtl.NOT_RUNNING);
    assertThat(err.toString()).contains("tail: no gateway answers on " + directory.resolve("none"));
  }

  @Test
  void devicesAreShownFromDiskWithoutAConfiguration() throws Exception {
    store();
    assertThat(there("devices")).isEqualTo(GatewayCtl.NOT_RUNNING);
    assertThat(out.toString())
        .containsPattern("air1 +- +- +CLOSED +- +5 +10 s +pm25 25 ug/m3, t BAD_SENSOR");
    assertThat(err.toString())
        .isEqualTo("devices: from disk, no gateway answers on " + socket + System.lineSeparator());
  }

  @Test
  void withoutAGatewayTheStoreAnswers() throws Exception {
    store();
    assertThat(there("status")).isEqualTo(GatewayCtl.NOT_RUNNING);
    assertThat(there("backlog")).isEqualTo(GatewayCtl.OK);
    assertThat(there("readings", "--format", "csv", "--limit", "2")).isEqualTo(GatewayCtl.OK);
    assertThat(there("read", "air1")).isEqualTo(GatewayCtl.NOT_RUNNING);
    assertThat(out.toString())
        .contains("gateway   not running")
        .containsPattern("air1 +1 +5 +0 +5 +0 +0 ")
        .contains(
            """
            time,clock,device,seq,channel,value,unit,quality
            2026-11-23T07:59:40Z,SYNCED,air1,4,pm25,24.0,ug/m3,GOOD
            2026-11-23T07:59:40Z,SYNCED,air1,4,t,,Cel,BAD_SENSOR
            2026-11-23T07:59:50Z,SYNCED,air1,5,pm25,25.0,ug/m3,GOOD
            2026-11-23T07:59:50Z,SYNCED,air1,5,t,,Cel,BAD_SENSOR
            """);
    assertThat(err.toString()).contains("read: no gateway answers on " + socket);
  }

  @Test
  void readingsAreBoundedByAgeAndDevice() throws Exception {
    store();
    assertThat(there("readings", "--since", "25s", "--format", "json")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"device\""));
    assertThat(there("readings", "--device", "none")).isEqualTo(GatewayCtl.OK);
    assertThat(err.toString()).contains("readings: none since 1h");
    assertThat(there("readings", "--since", "yesterday")).isEqualTo(GatewayCtl.USAGE);
    assertThat(err.toString()).contains("--since: expected an age such as 2h or a time");
  }

  @Test
  void withoutAnythingTheReasonIsGiven() {
    assertThat(there("readings")).isEqualTo(GatewayCtl.FAILED);
    assertThat(err.toString())
        .contains("readings: data directory " + directory + ": holds no store");
    assertThat(run("raed")).isEqualTo(GatewayCtl.USAGE);
    assertThat(run()).isEqualTo(GatewayCtl.USAGE);
    assertThat(run("--help")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("no gateway is running");
  }

  @Test
  void checkNamesEveryMistake() throws Exception {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        gateway: {id: G1, profile: demo}
        uplink: {broker: "mqtt://127.0.0.1"}
        devices:
          a: {driver: nothing}
        """);
    assertThat(run("check", file.toString())).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(out.toString())
        .contains(file + ":4:15 devices.a.driver: expected one of ")
        .endsWith(
            file
                + ": 0 devices on 0 links, 1 mistake; the gateway would run without device/a"
                + System.lineSeparator());
    Files.writeString(file, "gateway: {id: G1, profile: demo}\nuplink: {broker: mqtt://h}\n");
    assertThat(run("check", file.toString())).isEqualTo(GatewayCtl.OK);
    assertThat(run("--config", file.toString(), "check")).isEqualTo(GatewayCtl.OK);
    assertThat(run("check", "--json", directory.resolve("none.yaml").toString()))
        .isEqualTo(GatewayCtl.PROBLEM);
    assertThat(out.toString()).contains("cannot be read: no such file");
  }

  // Whoever stands before a cabinet asks what there is before he writes a configuration.
  @Test
  void driversAreListedWithoutGatewayOrConfiguration() throws Exception {
    String config = directory.resolve("gateway.yaml").toString();
    assertThat(run("--config", config, "drivers")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString())
        .containsPattern(
            "pms5003 +driver-serial +[0-9][^ ]* +serial +simulated, kernel device +pm1, pm25, pm10,"
                + " n03 and 8 more")
        .containsPattern(
            "modbus +driver-modbus .* modbus-rtu, modbus-tcp +vector, .*as set or found")
        .containsPattern("host +driver-linux .* no link \\(/proc, /sys\\)")
        .containsPattern("modbus-rtu +driver-modbus")
        .doesNotContain("hardware");
    Files.createDirectory(directory.resolve("drivers.d"));
    Files.write(directory.resolve("drivers.d/mine.jar"), new byte[] {1});
    assertThat(run("--config", config, "drivers")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(out.toString()).contains("refused: drivers.d/mine.jar: a jar that is not allowed");
  }

  @Test
  void driversAreListedForPrograms() throws Exception {
    String config = directory.resolve("gateway.yaml").toString();
    assertThat(run("drivers", "--json", "--config", config)).isEqualTo(GatewayCtl.OK);
    JsonNode all = Asking.JSON.readTree(out.toString());
    JsonNode pms =
        all.path("drivers")
            .valueStream()
            .filter(d -> d.path("type").asText().equals("pms5003"))
            .findFirst()
            .orElseThrow();
    assertThat(pms.path("from").asText()).isEqualTo("driver-serial");
    assertThat(pms.path("added").asBoolean()).isFalse();
    assertThat(pms.path("transport").toString())
        .isEqualTo("{\"kind\":\"link\",\"links\":[\"serial\"]}");
    assertThat(pms.path("verification").toString()).isEqualTo("[\"SIMULATED\",\"KERNEL_DEVICE\"]");
    assertThat(pms.path("channels").get(1).path("name").asText()).isEqualTo("pm25");
    assertThat(all.path("links").findValuesAsText("type")).contains("serial", "i2c", "gpio");
    assertThat(all.path("refused").isArray()).isTrue();
  }

  @Test
  void oneDriverIsShownWithItsChannelsAndSettings() throws Exception {
    String config = directory.resolve("gateway.yaml").toString();
    assertThat(run("drivers", "pms5003", "--config", config)).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString())
        .contains("through   serial")
        .containsPattern("pm25 +ug/m3 +0 +1000 +PM2.5, atmospheric")
        .contains("| `warm-up` |")
        .contains("    driver: pms5003\n    link: LINK  # of type serial\n    settings:\n");
    // A driver and a kind of link may have one name.
    assertThat(run("drivers", "snmp", "--config", config)).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("driver    snmp").contains("link      snmp");
    assertThat(run("drivers", "pms503", "--config", config)).isEqualTo(GatewayCtl.USAGE);
    assertThat(err.toString()).contains("no driver or link 'pms503'; did you mean 'pms5003'?");
    assertThat(run("drivers", "pms5003", "--json", "--config", config)).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("\"warm-up\"");
  }
}
