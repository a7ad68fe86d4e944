package vn.binhduong.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.calibration.CalibrationMode;
import vn.binhduong.gateway.calibration.CalibrationPoint;
import vn.binhduong.gateway.calibration.CalibrationSettings;
import vn.binhduong.gateway.calibration.CorrectionSettings;
import vn.binhduong.gateway.calibration.Fit;
import vn.binhduong.gateway.change.RefusedException;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.control.Calibrations;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.Shown;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.settings.YamlEdit;
import vn.binhduong.gateway.settings.YamlText;

/// Calibrates instruments for who asks at the control socket: marks their readings, keeps points,
/// and writes what they lead to into the configuration. Thread-safe.
///
/// The configuration is the one place of a correction, so that a gateway is what its file says; it
/// goes on trial like every change.
final class CalibrationDesk {
  private final Configuration configuration;
  private final Path file;
  private final Instruments instruments;
  private final ChangeWatch changes;
  private final GatewayClock clock;

  CalibrationDesk(
      Configuration configuration,
      Path file,
      Instruments instruments,
      ChangeWatch changes,
      GatewayClock clock) {
    this.configuration = configuration;
    this.file = file;
    this.instruments = instruments;
    this.changes = changes;
    this.clock = clock;
  }

  /// Every device with its calibration.
  Calibrations all() {
    return new Calibrations(
        configuration.devices().stream().map(device -> of(device.id())).toList());
  }

  private Calibrations.Instrument of(String device) {
    Instruments.Known known = instruments.of(device);
    CalibrationSettings calibration = known.calibration();
    Optional<CalibrationMode.Running> running = instruments.mode().of(device);
    return new Calibrations.Instrument(
        device,
        known.serial(),
        calibration == null ? "" : calibration.date(),
        calibration == null ? "" : calibration.firstDue().map(Object::toString).orElse(""),
        calibration == null || calibration.certificate() == null ? "" : calibration.certificate(),
        known.corrections().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + words(entry.getValue()))
            .toList(),
        known.unused(),
        instruments.left(device).toMillis(),
        running.map(CalibrationMode.Running::by).orElse(""),
        running.map(CalibrationMode.Running::points).orElse(List.of()).stream()
            .map(
                point ->
                    new Calibrations.Point(
                        point.channel(),
                        point.shown(),
                        point.reference(),
                        point.deviation(),
                        point.samples()))
            .toList());
  }

  private static String words(CorrectionSettings correction) {
    return correction.shown().isEmpty()
        ? "%s x shown %s".formatted(number(correction.gain(), 1), signed(correction.offset()))
        : "table of %d points".formatted(correction.shown().size());
  }

  private static String number(@Nullable Double value, double otherwise) {
    return CalibrationYaml.number(value == null ? otherwise : value);
  }

  private static String signed(@Nullable Double offset) {
    double value = offset == null ? 0 : offset;
    return (value < 0 ? "- " : "+ ") + CalibrationYaml.number(Math.abs(value));
  }

  /// Marks the readings of a device from now on.
  Calibrations.Instrument begin(JsonNode arguments) throws ControlException {
    String device = device(arguments);
    try {
      instruments.begin(
          device, Duration.ofSeconds(arguments.path("seconds").asLong()), by(arguments));
    } catch (IllegalArgumentException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    }
    return of(device);
  }

  /// Marks them no more.
  Calibrations.Instrument end(JsonNode arguments) throws ControlException {
    String device = device(arguments);
    instruments.end(device, by(arguments));
    return of(device);
  }

  /// What a device showed last, uncorrected and corrected.
  Shown shown(JsonNode arguments) throws ControlException {
    String device = device(arguments);
    Sample raw =
        instruments
            .shown(device)
            .orElseThrow(
                () ->
                    new ControlException("device %s: no sample since the start".formatted(device)));
    Map<String, Reading> corrected =
        instruments.corrected(raw).readings().stream()
            .collect(Collectors.toMap(reading -> reading.channel().name(), Function.identity()));
    return new Shown(
        device,
        raw.at().nanos(),
        raw.readings().stream()
            .map(
                reading -> {
                  String name = reading.channel().name();
                  Reading after = corrected.getOrDefault(name, reading);
                  return new Shown.Channel(
                      name,
                      reading.channel().unit().symbol(),
                      value(reading),
                      value(after),
                      reading.quality().name());
                })
            .toList());
  }

  private static @Nullable Double value(Reading reading) {
    return reading.quality().hasValue() ? reading.value() : null;
  }

  /// Keeps a point of a device that is worked on.
  Calibrations.Instrument point(JsonNode arguments) throws ControlException {
    String device = device(arguments);
    try {
      boolean kept =
          instruments
              .mode()
              .add(
                  device,
                  new CalibrationPoint(
                      arguments.path("channel").asText(),
                      arguments.path("shown").asDouble(Double.NaN),
                      arguments.path("reference").asDouble(Double.NaN),
                      arguments.path("deviation").asDouble(Double.NaN),
                      arguments.path("samples").asInt()));
      if (!kept) {
        throw new ControlException(
            "device %s: nobody works on it; begin with 'calibrate start'".formatted(device));
      }
    } catch (IllegalArgumentException e) {
      throw new ControlException("device %s: %s".formatted(device, e.getMessage()));
    }
    return of(device);
  }

  /// Puts a configuration on trial that corrects the channels of which there are points, and ends
  /// the marks.
  void finish(JsonNode arguments, Duration deadline) throws ControlException, RefusedException {
    String device = device(arguments);
    List<CalibrationPoint> points =
        instruments.mode().of(device).map(CalibrationMode.Running::points).orElse(List.of());
    if (points.isEmpty()) {
      throw new ControlException(
          "device %s: no point was taken; take one with 'calibrate point'".formatted(device));
    }
    String text;
    try {
      String value = CalibrationYaml.of(next(device, arguments, points));
      text =
          YamlEdit.put(YamlText.read(file).text(), List.of("devices", device), "calibration", value)
              .orElseThrow(
                  () ->
                      new ControlException(
                          "%s: found no devices.%s to change; put in by hand: calibration: %s"
                              .formatted(file, device, value)));
    } catch (IOException | IllegalArgumentException e) {
      throw new ControlException("device %s: %s".formatted(device, e.getMessage()));
    }
    changes.offer(text, by(arguments), deadline);
    instruments.end(device, by(arguments));
  }

  /// The calibration as it will be: channels without a point keep what they have, when it is of the
  /// same instrument.
  private CalibrationSettings next(String device, JsonNode arguments, List<CalibrationPoint> points)
      throws ControlException {
    Instruments.Known known = instruments.of(device);
    String serial = arguments.path("serial").asText(known.serial());
    if (serial.isEmpty()) {
      throw new ControlException(
          "device %s: the instrument does not tell its serial; give it with --serial"
              .formatted(device));
    }
    if (known.reported() && !serial.equals(known.serial())) {
      throw new ControlException(
          "device %s: the instrument says its serial is %s, found --serial %s"
              .formatted(device, known.serial(), serial));
    }
    String date = day(arguments);
    String due = text(arguments, "due");
    String certificate = text(arguments, "certificate");
    Map<String, CorrectionSettings> fitted = new LinkedHashMap<>();
    for (String channel : points.stream().map(CalibrationPoint::channel).distinct().toList()) {
      fitted.put(
          channel, Fit.through(points.stream().filter(p -> p.channel().equals(channel)).toList()));
    }
    CalibrationSettings before = known.calibration();
    if (before == null
        || !serial.equals(before.serial())
        || fitted.keySet().containsAll(before.channels().keySet())) {
      return new CalibrationSettings(
          serial,
          date,
          due,
          before == null ? Duration.ofDays(30) : before.remind(),
          certificate,
          fitted);
    }
    Map<String, CorrectionSettings> all = new LinkedHashMap<>(before.channels());
    fitted.forEach((channel, each) -> all.put(channel, each.with(date, due, certificate)));
    return new CalibrationSettings(
        serial, before.date(), before.due(), before.remind(), before.certificate(), all);
  }

  private String day(JsonNode arguments) throws ControlException {
    String date = text(arguments, "date");
    if (date != null) {
      return date;
    }
    if (clock.state() == ClockState.UNSYNCED) {
      throw new ControlException(
          "the day is not known, the clock was never set; give it with --date");
    }
    return instruments.today().toString();
  }

  private static @Nullable String text(JsonNode arguments, String field) {
    String text = arguments.path(field).asText("");
    return text.isEmpty() ? null : text;
  }

  private String device(JsonNode arguments) throws ControlException {
    String device = arguments.path("device").asText("");
    if (!instruments.has(device)) {
      List<String> ids = new ArrayList<>();
      configuration.devices().forEach(each -> ids.add(each.id()));
      throw new ControlException(
          "no device '%s'; there are: %s".formatted(device, String.join(", ", ids)));
    }
    return device;
  }

  private static String by(JsonNode arguments) {
    return arguments.path("by").asText("gatewayctl");
  }
}
