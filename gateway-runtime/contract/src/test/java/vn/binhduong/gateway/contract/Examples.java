package vn.binhduong.gateway.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The messages behind the golden examples of `/contract/examples`. File names are
/// `<class>-<what>.json`, or `.cbor.hex` for the CBOR form in hexadecimal.
final class Examples {
  static final UUID EPOCH = UUID.fromString("019aa000-0000-7000-8000-0000000000a1");
  static final UUID BOOT = UUID.fromString("5a5b1f0e-8f6c-4a1c-9f4e-0123456789ab");
  static final String PREFIX = "BD-GW-000123/";
  static final long TIME = 1_763_863_200_000L;

  private Examples() {}

  /// The two samples of the contract's own example.
  static Batch live() {
    return Batch.builder(PREFIX, "aq1", EPOCH, 1041, ClockState.SYNCED)
        .row(TIME)
        .reading("pm25", "ug/m3", 23.4)
        .reading("t", "Cel", 31.3)
        .reading("rh", "%RH", 65.8)
        .row(TIME + 10_000)
        .reading("pm25", "ug/m3", 23.9)
        .reading("t", "Cel", 31.2)
        .reading("rh", "%RH", Double.NaN, QualityCode.BAD_SENSOR)
        .build();
  }

  /// Every quality, an absent cell, odd milliseconds, numbers of every CBOR form.
  static Batch backlog() {
    return Batch.builder("urn:dev:ops:32473-BD-GW-000123:", "wx1", EPOCH, 7, ClockState.ESTIMATED)
        .row(TIME + 123)
        .reading("p", "hPa", 1013.25, QualityCode.UNCERTAIN_CHANGE)
        .reading("wind_speed", "m/s", 0.5, QualityCode.UNCERTAIN_RANGE)
        .reading("rain", "mm", 0)
        .row(TIME + 10_125)
        .reading("p", "hPa", 100_000.015625, QualityCode.CALIBRATING)
        .reading("wind_speed", "m/s", Double.NaN, QualityCode.BAD_LINK)
        .row(TIME + 20_000)
        .reading("p", "hPa", 1.0 / 3)
        .reading("wind_speed", "m/s", -12)
        .reading("rain", "mm", 0.2)
        .build();
  }

  static Batch aggregates() {
    return Batch.builder(PREFIX, "aq1", EPOCH, 1, ClockState.SYNCED)
        .aggregate(Duration.ofMinutes(1), 12)
        .row(TIME)
        .reading("pm25", "ug/m3", 23.4)
        .reading("pm25.min", "ug/m3", 20.1)
        .reading("pm25.max", "ug/m3", 30)
        .reading("pm25.n", "count", 6)
        .row(TIME + 60_000)
        .reading("pm25", "ug/m3", 23.9)
        .reading("pm25.min", "ug/m3", 22.2)
        .reading("pm25.max", "ug/m3", 24.8)
        .reading("pm25.n", "count", 6)
        .build();
  }

  static EventBatch events() {
    return new EventBatch(
        new BatchHeader(PREFIX, "gateway", EPOCH, 1, 7, ClockState.SYNCED, null),
        List.of(
            EventBatch.Row.of(
                TIME, new GatewayEvent.ClockCorrection(BOOT, ClockState.SYNCED, 4321, 100)),
            EventBatch.Row.of(TIME + 1, new GatewayEvent.Gap(EPOCH, "aq1", 13, 1040, Why.DROPPED)),
            EventBatch.Row.of(
                TIME + 2,
                new GatewayEvent.Alarm(
                    "store.space",
                    GatewayEvent.Severity.CRITICAL,
                    true,
                    null,
                    "Còn dưới 60 ngày lưu trữ")),
            EventBatch.Row.of(
                TIME + 5000,
                new GatewayEvent.SensorFault(
                    "wx1", GatewayEvent.Health.UNAVAILABLE, "no answer for 30 s")),
            EventBatch.Row.of(
                TIME + 6000,
                new GatewayEvent.ConfigResult(
                    GatewayEvent.ConfigOutcome.REFUSED,
                    "0f".repeat(32),
                    "cmd r-4",
                    List.of("devices.wx1.every: expected a duration, found 'often'"))),
            EventBatch.Row.of(
                TIME + 7500,
                new GatewayEvent.UpdateResult(
                    GatewayEvent.UpdateOutcome.CONFIRMED, "1.2.0", "no worse than 1.1.9")),
            EventBatch.Row.of(
                TIME + 8000, new GatewayEvent.Replaced("aq1", "SN-0051", "SN-0042"))));
  }

  static Map<String, Message> messages() {
    return Map.of(
        "data-aq1", live(),
        "hist-wx1", backlog(),
        "hist-aggregates", aggregates(),
        "event-all-kinds", events());
  }

  /// Every golden file with its content.
  static Map<String, byte[]> all() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    messages()
        .forEach(
            (name, message) -> {
              files.put(name + ".json", new SenmlEncoder(Encoding.JSON, false).encode(message));
              byte[] cbor = new SenmlEncoder(Encoding.CBOR, false).encode(message);
              files.put(
                  name + ".cbor.hex",
                  HexFormat.of().formatHex(cbor).getBytes(StandardCharsets.US_ASCII));
            });
    State state = new State(true, TIME, BOOT, EPOCH, "1.2.0");
    files.put("state-online.json", state.toJson());
    files.put("state-will.json", state.offline().toJson());
    files.put("birth-aq1.json", birth().toJson());
    files.put(
        "birth-gateway.json",
        new Birth(
                Birth.CONTRACT_VERSION,
                "BD-GW-000123",
                "gateway",
                TIME,
                EPOCH,
                new Birth.Driver("edge-gateway", "1.2.0"),
                null,
                null,
                null,
                null,
                List.of())
            .toJson());
    files.put(
        "ledger-aq1.json",
        new Ledger(
                EPOCH,
                1041,
                2000,
                1990,
                List.of(
                    new Ledger.Dropped(1, 12, Why.THINNED),
                    new Ledger.Dropped(13, 1040, Why.DROPPED)),
                TIME,
                10.0,
                0,
                null)
            .toJson());
    files.put("ledger-gateway.json", gatewayLedger().toJson());
    files.put(
        "ack-aq1.json",
        new Ack(EPOCH, 1990, List.of(new Ranges.Range(1995, 1997), new Ranges.Range(1999, 1999)))
            .toJson());
    commands().forEach((name, command) -> files.put("cmd-" + name + ".json", command.toJson()));
    files.put(
        "res-accepted.json", new Answer("r-1", Answer.Status.ACCEPTED, List.of(), null).toJson());
    files.put(
        "res-ok.json",
        Answer.ok(
                "r-2",
                "{\"t\":1763863200000,\"readings\":[{\"ch\":\"pm25\",\"u\":\"ug/m3\",\"v\":23.4}]}")
            .toJson());
    files.put(
        "res-invalid.json",
        Answer.not(
                "r-3", Answer.Status.INVALID, new Problem("from", "'x'", "a whole number from 1"))
            .toJson());
    return files;
  }

  static Birth birth() {
    return new Birth(
        Birth.CONTRACT_VERSION,
        "BD-GW-000123",
        "aq1",
        TIME,
        EPOCH,
        new Birth.Driver("modbus", "1.2.0"),
        10.0,
        "SN-0042",
        new Birth.Calibration(
            "2026-10-01",
            "2027-10-01",
            "BD-2026-17",
            "SN-0042",
            List.of(
                new Birth.Correction(
                    "pm25", 0.97, -1.5, List.of(), List.of(), "2026-11-20", "2027-05-20", "F-881"),
                new Birth.Correction(
                    "t",
                    1,
                    0,
                    List.of(0.25, 20.125, 40.5),
                    List.of(0.0, 20.0, 40.0),
                    null,
                    null,
                    null))),
        new Birth.Location(10.9804, 106.6519, 4.5, "Ngã tư Chợ Đình"),
        List.of(
            new Birth.Channel("pm25", "ug/m3", 0.0, 1000.0, "PM2.5, atmospheric"),
            new Birth.Channel("t", "Cel", -40.0, 85.5, "air temperature"),
            new Birth.Channel("rh", "%RH", null, null, "relative humidity")));
  }

  static Ledger gatewayLedger() {
    return new Ledger(
        EPOCH,
        1,
        6,
        6,
        List.of(),
        TIME + 7500,
        null,
        3,
        new Ledger.GatewayFigures(
            BOOT,
            86_400,
            new Ledger.Clock(ClockState.SYNCED, -0.25, "ntp"),
            123_456_789,
            42,
            TIME - 60_000,
            TIME + 30_000));
  }

  static Map<String, Command> commands() {
    long expires = TIME + 60_000;
    return Map.of(
        "replay",
        new Command.Replay("r-1", expires, EPOCH, "aq1", 1991, 1994),
        "read-now",
        new Command.ReadNow("r-2", expires, "aq1"),
        "calibrate",
        new Command.Calibrate("r-3", expires, "aq1", 1800),
        "config",
        new Command.Config("r-4", expires, "gateway: {id: BD-GW-000123}\n", 120),
        "diagnose",
        new Command.Diagnose("r-5", expires, Command.Scope.UPLINK));
  }

  /// Writes the files anew, after a deliberate change of the contract. Argument: the folder.
  static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, byte[]> file : all().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
