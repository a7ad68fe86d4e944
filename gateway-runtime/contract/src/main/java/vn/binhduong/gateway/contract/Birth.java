package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The catalogue of a device: topic class `birth`, retained. For device `gateway` that of the
/// gateway itself, without channels.
///
/// @param contract version of the contract (`contract`), major.minor; this code writes
///   [#CONTRACT_VERSION]
/// @param gatewayId the gateway (`gw`)
/// @param device the device (`dev`)
/// @param ts when this catalogue began to hold, milliseconds since 1970
/// @param epoch epoch of the store at that time (`ep`)
/// @param driver what reads it; for the gateway its program
/// @param everySeconds period of the samples (`everyS`); null when they come as they come
/// @param serial serial number of the instrument, at most 64 characters; null when unknown
/// @param calibration its calibration; null when unknown
/// @param location where it stands; null when unknown
/// @param channels what it measures, each name once; at most 256
public record Birth(
    String contract,
    String gatewayId,
    String device,
    long ts,
    UUID epoch,
    Driver driver,
    @Nullable Double everySeconds,
    @Nullable String serial,
    @Nullable Calibration calibration,
    @Nullable Location location,
    List<Channel> channels) {
  /// The version that this code speaks.
  public static final String CONTRACT_VERSION = "1.0";

  private static final double EVERY_SECONDS_MAX = 31 * 86_400.0;
  private static final int SERIAL_CHARACTERS_MAX = 64;
  private static final int CERTIFICATE_CHARACTERS_MAX = 64;
  private static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

  public Birth {
    if (!contract.matches("1\\.[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "contract: expected a version 1.x, found " + Problem.shown(contract));
    }
    Ids.requireId("gw", gatewayId);
    Ids.requireId("dev", device);
    Ids.requireTime("ts", ts);
    if (everySeconds != null && !(everySeconds > 0 && everySeconds <= EVERY_SECONDS_MAX)) {
      throw new IllegalArgumentException(
          "everyS: expected more than 0 and at most 31 days, found " + everySeconds);
    }
    if (serial != null) {
      Ids.requireText("serial", serial, SERIAL_CHARACTERS_MAX);
    }
    channels = List.copyOf(channels);
    Ids.requireBetween("channels: number", channels.size(), 0, Column.COLUMNS_MAX);
    Set<String> names = new HashSet<>();
    for (Channel channel : channels) {
      if (!names.add(channel.name())) {
        throw new IllegalArgumentException(
            "channels: expected each name once, found " + channel.name());
      }
    }
  }

  /// What reads a device.
  ///
  /// @param type such as `modbus`; an id
  /// @param version its version, at most 64 characters
  public record Driver(String type, String version) {
    public Driver {
      Ids.requireId("type", type);
      Ids.requireText("version", version, 64);
    }
  }

  /// The calibration that the values are corrected by.
  ///
  /// @param date day of the calibration, `YYYY-MM-DD`
  /// @param due day the next is due; null when unknown
  /// @param certificate number of the certificate, at most 64 characters; null when there is none
  /// @param serial the instrument it is of, at most 64 characters; null when it does not say
  /// @param corrections what was done to the values, each channel once, at most 256; empty when the
  ///   instrument corrects itself
  public record Calibration(
      String date,
      @Nullable String due,
      @Nullable String certificate,
      @Nullable String serial,
      List<Correction> corrections) {
    public Calibration {
      requireCertificate(date, due, certificate);
      if (serial != null) {
        Ids.requireText("serial", serial, SERIAL_CHARACTERS_MAX);
      }
      corrections = List.copyOf(corrections);
      Ids.requireBetween("corrections: number", corrections.size(), 0, Column.COLUMNS_MAX);
      Set<String> names = new HashSet<>();
      for (Correction correction : corrections) {
        if (!names.add(correction.channel())) {
          throw new IllegalArgumentException(
              "corrections: expected each channel once, found " + correction.channel());
        }
      }
    }
  }

  private static void requireCertificate(
      @Nullable String date, @Nullable String due, @Nullable String certificate) {
    requireDay("date", date);
    requireDay("due", due);
    if (certificate != null) {
      Ids.requireText("certificate", certificate, CERTIFICATE_CHARACTERS_MAX);
    }
  }

  private static void requireDay(String field, @Nullable String day) {
    if (day != null && !day.matches(DAY)) {
      throw new IllegalArgumentException(
          "%s: expected a day YYYY-MM-DD, found %s".formatted(field, Problem.shown(day)));
    }
  }

  /// What was done to the values of a channel, so that what the instrument showed can be told.
  ///
  /// The value sent is `gain` times the value shown plus `offset`; or, of a table, the value shown
  /// plus the difference of `reference` and `shown`, linear between the points, that of the nearest
  /// point outside them.
  ///
  /// @param channel the channel (`ch`)
  /// @param gain not 0, finite
  /// @param offset in the unit of the channel, finite
  /// @param shown what the instrument showed, ascending, in the unit of the channel; empty without
  ///   a table, else 2 to 32, and gain is 1 and offset 0
  /// @param reference what was true, as many
  /// @param date day of the calibration of this channel, `YYYY-MM-DD`; null when it is that of the
  ///   instrument, as are the two below
  /// @param due day the next is due; null as above
  /// @param certificate number of the certificate, at most 64 characters; null as above
  public record Correction(
      String channel,
      double gain,
      double offset,
      List<Double> shown,
      List<Double> reference,
      @Nullable String date,
      @Nullable String due,
      @Nullable String certificate) {
    /// Most points of a table.
    public static final int POINTS_MAX = 32;

    public Correction {
      Ids.requireChannel("ch", channel);
      requireCertificate(date, due, certificate);
      if (!Double.isFinite(gain) || gain == 0 || !Double.isFinite(offset)) {
        throw new IllegalArgumentException(
            "gain and offset of %s: expected finite numbers and a gain that is not 0, found %s and %s"
                .formatted(channel, gain, offset));
      }
      shown = List.copyOf(shown);
      reference = List.copyOf(reference);
      if (shown.size() != reference.size() || shown.size() == 1 || shown.size() > POINTS_MAX) {
        throw new IllegalArgumentException(
            "shown and reference of %s: expected as many of each, none or 2 to %d, found %d and %d"
                .formatted(channel, POINTS_MAX, shown.size(), reference.size()));
      }
      for (int i = 1; i < shown.size(); i++) {
        if (!(shown.get(i - 1) < shown.get(i))) {
          throw new IllegalArgumentException(
              "shown of %s: expected ascending numbers, found %s before %s"
                  .formatted(channel, shown.get(i - 1), shown.get(i)));
        }
      }
    }
  }

  /// Where an instrument stands, WGS 84.
  ///
  /// @param latitude degrees north (`lat`), -90 to 90
  /// @param longitude degrees east (`lon`), -180 to 180
  /// @param heightMetres above the ground (`height`), -100 to 1000; null when unknown
  /// @param place for people, at most 200 characters; null when there is none
  public record Location(
      double latitude, double longitude, @Nullable Double heightMetres, @Nullable String place) {
    public Location {
      requireRange("lat", latitude, -90, 90);
      requireRange("lon", longitude, -180, 180);
      if (heightMetres != null) {
        requireRange("height", heightMetres, -100, 1000);
      }
      if (place != null) {
        Ids.requireText("place", place, 200);
      }
    }

    private static void requireRange(String field, double value, double min, double max) {
      if (!(value >= min && value <= max)) {
        throw new IllegalArgumentException(
            "%s: expected %s to %s, found %s".formatted(field, min, max, value));
      }
    }
  }

  /// One quantity.
  ///
  /// @param name its name in batches
  /// @param unit SenML symbol
  /// @param min least value the instrument can mean; null when there is no bound
  /// @param max greatest value the instrument can mean; null when there is no bound
  /// @param doc one phrase for people, at most 200 characters
  public record Channel(
      String name, String unit, @Nullable Double min, @Nullable Double max, String doc) {
    public Channel {
      Ids.requireChannel("name", name);
      SenmlUnits.requireSymbol("unit", unit);
      if ((min != null && !Double.isFinite(min)) || (max != null && !Double.isFinite(max))) {
        throw new IllegalArgumentException(
            "range of %s: expected finite numbers or null, found %s to %s"
                .formatted(name, min, max));
      }
      if (min != null && max != null && min > max) {
        throw new IllegalArgumentException(
            "range of %s: expected min at most max, found %s to %s".formatted(name, min, max));
      }
      Ids.requireText("doc", doc, 200);
    }
  }

  /// UTF-8 JSON.
  public byte[] toJson() {
    ObjectNode node = Json.object().put("contract", contract).put("gw", gatewayId);
    node.put("dev", device).put("ts", ts).put("ep", epoch.toString());
    node.putObject("driver").put("type", driver.type()).put("version", driver.version());
    Json.putPresent(node, "everyS", everySeconds);
    Json.putPresent(node, "serial", serial);
    if (calibration != null) {
      ObjectNode part = node.putObject("calibration").put("date", calibration.date());
      Json.putPresent(part, "due", calibration.due());
      Json.putPresent(part, "certificate", calibration.certificate());
      Json.putPresent(part, "serial", calibration.serial());
      if (!calibration.corrections().isEmpty()) {
        ArrayNode corrections = part.putArray("corrections");
        calibration.corrections().forEach(each -> put(corrections.addObject(), each));
      }
    }
    if (location != null) {
      ObjectNode part = node.putObject("location");
      Json.put(part, "lat", location.latitude());
      Json.put(part, "lon", location.longitude());
      Json.putPresent(part, "height", location.heightMetres());
      Json.putPresent(part, "place", location.place());
    }
    ArrayNode array = node.putArray("channels");
    for (Channel channel : channels) {
      ObjectNode part = array.addObject().put("name", channel.name()).put("unit", channel.unit());
      Json.putPresent(part, "min", channel.min());
      Json.putPresent(part, "max", channel.max());
      part.put("doc", channel.doc());
    }
    return Json.bytes(node);
  }

  private static void put(ObjectNode part, Correction correction) {
    part.put("ch", correction.channel());
    if (correction.shown().isEmpty()) {
      Json.put(part, "gain", correction.gain());
      Json.put(part, "offset", correction.offset());
    } else {
      Json.put(part.putArray("shown"), correction.shown());
      Json.put(part.putArray("reference"), correction.reference());
    }
    Json.putPresent(part, "date", correction.date());
    Json.putPresent(part, "due", correction.due());
    Json.putPresent(part, "certificate", correction.certificate());
  }

  /// Reads one; at most 256 KiB.
  ///
  /// @throws ContractException naming everything that is wrong
  public static Birth parse(byte[] json) throws ContractException {
    Fields fields = Json.read("birth", json, Json.LARGE_BYTES_MAX);
    String contract = fields.text("contract", 8);
    String gateway = fields.id("gw");
    String device = fields.id("dev");
    long ts = fields.time("ts");
    UUID epoch = fields.uuid("ep");
    Driver driver =
        fields
            .part(
                "driver",
                part -> {
                  String type = part.id("type");
                  String version = part.text("version", 64);
                  return () -> new Driver(type, version);
                })
            .orElse(null);
    Double every = fields.optionalDecimal("everyS", Double.MIN_VALUE, EVERY_SECONDS_MAX);
    String serial = fields.optionalText("serial", SERIAL_CHARACTERS_MAX);
    Calibration calibration =
        fields.optionalPart(
            "calibration",
            part -> {
              String date = part.text("date", 10);
              String due = part.optionalText("due", 10);
              String certificate = part.optionalText("certificate", CERTIFICATE_CHARACTERS_MAX);
              String of = part.optionalText("serial", SERIAL_CHARACTERS_MAX);
              List<Correction> corrections =
                  part.has("corrections")
                      ? part.parts("corrections", Column.COLUMNS_MAX, Birth::correction)
                      : List.of();
              return () -> new Calibration(date, due, certificate, of, corrections);
            });
    Location location =
        fields.optionalPart(
            "location",
            part -> {
              double latitude = part.decimal("lat", -90, 90);
              double longitude = part.decimal("lon", -180, 180);
              Double height = part.optionalDecimal("height", -100, 1000);
              String place = part.optionalText("place", 200);
              return () -> new Location(latitude, longitude, height, place);
            });
    List<Channel> channels =
        fields.parts(
            "channels",
            Column.COLUMNS_MAX,
            part -> {
              String name = part.channel("name");
              String unit = part.text("unit", 16);
              Double min = part.optionalDecimal("min", -Double.MAX_VALUE, Double.MAX_VALUE);
              Double max = part.optionalDecimal("max", -Double.MAX_VALUE, Double.MAX_VALUE);
              String doc = part.text("doc", 200);
              return () -> new Channel(name, unit, min, max, doc);
            });
    Driver known = driver == null ? new Driver("-", "") : driver;
    return fields.make(
        () ->
            new Birth(
                contract,
                gateway,
                device,
                ts,
                epoch,
                known,
                every,
                serial,
                calibration,
                location,
                channels));
  }

  private static Supplier<Correction> correction(Fields part) {
    String channel = part.channel("ch");
    boolean table = part.has("shown");
    List<Double> shown = table ? part.decimals("shown", Correction.POINTS_MAX) : List.of();
    List<Double> reference = table ? part.decimals("reference", Correction.POINTS_MAX) : List.of();
    double gain = table ? 1 : part.decimal("gain", -Double.MAX_VALUE, Double.MAX_VALUE);
    double offset = table ? 0 : part.decimal("offset", -Double.MAX_VALUE, Double.MAX_VALUE);
    String date = part.optionalText("date", 10);
    String due = part.optionalText("due", 10);
    String certificate = part.optionalText("certificate", CERTIFICATE_CHARACTERS_MAX);
    return () -> new Correction(channel, gain, offset, shown, reference, date, due, certificate);
  }
}
