package vn.binhduong.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.calibration.CalibrationMode;
import vn.binhduong.gateway.calibration.CalibrationSettings;
import vn.binhduong.gateway.calibration.CorrectionSettings;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.DeviceSettings;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.pipeline.AlarmSettings.Severity;

/// The instruments that stand at the devices: their serials, what their values are corrected by,
/// whether somebody works on them, and when they are due.
///
/// A calibration holds for the serial it names; of another instrument the values stay as they are,
/// which is an alarm. The serials are kept in `instruments.json` of the data directory, so that a
/// replacement is told also when it was done while the gateway was off. Thread-safe.
final class Instruments {
  private static final int SERIAL_CHARACTERS_MAX = GatewayEvent.Replaced.SERIAL_CHARACTERS_MAX;
  private static final int DEVICES_MAX = 256;
  private static final int FILE_BYTES_MAX = 1 << 20;

  /// Longer than the store takes to commit, in any configuration.
  private static final Duration WRITE_AFTER = Duration.ofMinutes(2);

  private static final long DUE_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final System.Logger LOG = System.getLogger(Instruments.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  /// What is known of the instrument of one device.
  ///
  /// @param serial empty when nobody tells it
  /// @param reported whether the instrument itself tells it
  /// @param calibration the one in use; null when there is none, or it is of another instrument
  /// @param corrections what is done to its values, by channel
  /// @param unused why the calibration, or a part of it, is not used; empty when all of it is
  record Known(
      String serial,
      boolean reported,
      @Nullable CalibrationSettings calibration,
      Map<String, CorrectionSettings> corrections,
      String unused) {}

  private final Map<String, DeviceSettings> configured;
  private final Path file;
  private final GatewayClock clock;
  private final AlarmBook alarms;
  private final Consumer<GatewayEvent> tell;
  private final CalibrationMode mode;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Sample> shown = new ConcurrentHashMap<>();
  private final Map<String, String> serials;
  private long dueLookedNanos = Long.MIN_VALUE;

  /// When a serial became known that is not in the file; negative when the file has them all.
  private long changedNanos = -1;

  /// @param directory the data directory
  /// @param alarms takes what begins and ends
  /// @param tell takes the event of a replacement
  Instruments(
      Configuration configuration,
      Path directory,
      GatewayClock clock,
      AlarmBook alarms,
      Consumer<GatewayEvent> tell) {
    this.configured =
        configuration.devices().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Configuration.Device::id, Configuration.Device::settings));
    this.file = directory.resolve("instruments.json");
    this.clock = clock;
    this.alarms = alarms;
    this.tell = tell;
    this.mode =
        new CalibrationMode(
            directory.resolve("calibrating.json"),
            AtomicFile::write,
            AtomicFile::aside,
            clock::now,
            at -> clock.wall(at).epochMillis());
    this.serials = read(file);
    configured.forEach((device, settings) -> known.put(device, known(settings, "", null)));
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> found = new TreeMap<>();
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX) {
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(file.toFile()).properties()) {
          if (entry.getValue().isTextual() && found.size() < DEVICES_MAX) {
            found.put(entry.getKey(), shortened(entry.getValue().asText()));
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be read; a replacement may go untold: {1}", file, e);
      AtomicFile.aside(file);
      found.clear();
    }
    return found;
  }

  /// Whether an alarm of that device is one of these, for [AlarmBook#held].
  boolean raises(String device, String code) {
    return configured.containsKey(device) && CalibrationSettings.ALARMS.contains(code);
  }

  /// Whether there is such a device.
  boolean has(String device) {
    return configured.containsKey(device);
  }

  /// How long the readings of a device are still marked; zero when they are not.
  Duration left(String device) {
    return mode.of(device)
        .map(running -> Duration.ofNanos(running.endNanos() - clock.now().nanos()))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /// What is known of the instrument of a device that is configured.
  Known of(String device) {
    Known found = known.get(device);
    return found == null ? new Known("", false, null, Map.of(), "") : found;
  }

  /// Those that are worked on.
  CalibrationMode mode() {
    return mode;
  }

  /// The last sample of a device as its driver gave it.
  Optional<Sample> shown(String device) {
    return Optional.ofNullable(shown.get(device));
  }

  /// A device opened for the first time, or says something else of itself than before.
  synchronized void opened(DeviceInfo info) {
    String device = info.device();
    DeviceSettings settings = configured.get(device);
    if (settings == null) {
      return;
    }
    Known now = known(settings, shortened(info.identity().serial()), info.channels());
    known.put(device, now);
    alarms.set(
        device,
        CalibrationSettings.UNUSED,
        Severity.WARNING,
        !now.unused().isEmpty(),
        now.unused().isEmpty() ? "all of the calibration is used" : now.unused());
    if (!now.serial().isEmpty()) {
      String former = serials.put(device, now.serial());
      if (former != null && !former.equals(now.serial())) {
        LOG.log(
            Level.INFO,
            "device {0}: instrument {1} stands where {2} stood",
            device,
            now.serial(),
            former);
        tell.accept(new GatewayEvent.Replaced(device, now.serial(), former));
      }
      if (!now.serial().equals(former)) {
        changedNanos = clock.now().nanos();
      }
    }
  }

  /// @param reported serial that the instrument tells; empty when it does not
  /// @param channels what it measures; null while it is not open
  private static Known known(
      DeviceSettings settings, String reported, @Nullable List<Channel> channels) {
    CalibrationSettings calibration = settings.calibration();
    String of = calibration == null ? null : calibration.serial();
    String told = settings.serial();
    String serial = !reported.isEmpty() ? reported : told != null ? told : of == null ? "" : of;
    List<String> unused = new ArrayList<>();
    if (!reported.isEmpty() && told != null && !told.equals(reported)) {
      unused.add(
          "the instrument says its serial is %s, the configuration %s".formatted(reported, told));
    }
    if (calibration == null) {
      return new Known(serial, !reported.isEmpty(), null, Map.of(), String.join("; ", unused));
    }
    if (of != null && !of.equals(serial)) {
      unused.add(
          "the calibration is of %s, the instrument is %s; its values are not corrected"
              .formatted(of, serial));
      return new Known(serial, !reported.isEmpty(), null, Map.of(), String.join("; ", unused));
    }
    Map<String, CorrectionSettings> corrections = new LinkedHashMap<>(calibration.channels());
    if (channels != null) {
      Set<String> names = channels.stream().map(Channel::name).collect(Collectors.toSet());
      List<String> strange =
          corrections.keySet().stream().filter(name -> !names.contains(name)).toList();
      if (!strange.isEmpty()) {
        unused.add(
            "the calibration corrects %s, which is not measured: there are %s"
                .formatted(
                    String.join(", ", strange),
                    channels.stream().map(Channel::name).collect(Collectors.joining(", "))));
        corrections.keySet().removeAll(strange);
      }
    }
    return new Known(
        serial,
        !reported.isEmpty(),
        calibration,
        Collections.unmodifiableMap(corrections),
        String.join("; ", unused));
  }

  /// The event goes first, the file when the event is on the disk: killed between the two, the next
  /// process tells the replacement again.
  private synchronized void write(Duration after) {
    if (changedNanos < 0 || clock.now().nanos() - changedNanos < after.toNanos()) {
      return;
    }
    changedNanos = -1;
    ObjectNode root = JSON.createObjectNode();
    serials.forEach(root::put);
    try {
      AtomicFile.write(file, JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be written, and is tried again: {1}", file, e);
      changedNanos = clock.now().nanos();
    }
  }

  /// The sample corrected by the calibration of its instrument, and marked while somebody works on
  /// it.
  Sample corrected(Sample raw) {
    Map<String, CorrectionSettings> corrections = of(raw.device()).corrections();
    boolean working = mode.holds(raw.device());
    if (corrections.isEmpty() && !working) {
      return raw;
    }
    return new Sample(
        raw.device(),
        raw.at(),
        raw.readings().stream()
            .map(reading -> marked(corrected(reading, corrections), working))
            .toList());
  }

  /// The same, of a sample that goes on to the store.
  Sample measured(Sample raw) {
    shown.put(raw.device(), raw);
    return corrected(raw);
  }

  private static Reading corrected(Reading raw, Map<String, CorrectionSettings> corrections) {
    CorrectionSettings correction = corrections.get(raw.channel().name());
    return correction == null ? raw : correction.correct(raw);
  }

  private static Reading marked(Reading reading, boolean working) {
    return working && reading.quality().hasValue()
        ? reading.withQuality(Quality.CALIBRATING)
        : reading;
  }

  /// Marks the readings of a device from now on.
  ///
  /// @param length [CalibrationMode#TIME_MIN] to [CalibrationMode#TIME_MAX]
  /// @param by who asked for it
  void begin(String device, Duration length, String by) {
    mode.begin(device, length, by);
    alarms.set(
        device,
        CalibrationSettings.CALIBRATING,
        Severity.INFO,
        true,
        "readings are marked CALIBRATING for at most %d min, asked for by %s"
            .formatted(Math.ceilDiv(length.toSeconds(), 60), by));
  }

  /// Ends it now.
  ///
  /// @return whether somebody worked on it
  boolean end(String device, String by) {
    boolean did = mode.end(device);
    alarms.set(device, CalibrationSettings.CALIBRATING, Severity.INFO, false, "ended by " + by);
    return did;
  }

  /// Writes what is not yet written; after the store was committed for the last time.
  void close() {
    write(Duration.ZERO);
  }

  /// Ends what is over, and tells what is due; once a second.
  void look() {
    mode.over();
    write(WRITE_AFTER);
    for (String device : configured.keySet()) {
      if (!mode.holds(device)) {
        alarms.set(
            device, CalibrationSettings.CALIBRATING, Severity.INFO, false, "its time is over");
      }
    }
    long nanos = clock.now().nanos();
    if (clock.state() != ClockState.UNSYNCED
        && (dueLookedNanos == Long.MIN_VALUE || nanos - dueLookedNanos >= DUE_EVERY_NANOS)) {
      dueLookedNanos = nanos;
      LocalDate today = today();
      configured.keySet().forEach(device -> due(device, today));
    }
  }

  /// The day by the wall clock, in the zone of the machine.
  LocalDate today() {
    return Instant.ofEpochMilli(clock.wall(clock.now()).epochMillis())
        .atZone(ZoneId.systemDefault())
        .toLocalDate();
  }

  private void due(String device, LocalDate today) {
    CalibrationSettings calibration = of(device).calibration();
    Optional<LocalDate> due = calibration == null ? Optional.empty() : calibration.firstDue();
    if (calibration == null || due.isEmpty()) {
      alarms.set(device, CalibrationSettings.OVERDUE, Severity.INFO, false, "no day is known");
      alarms.set(device, CalibrationSettings.DUE, Severity.INFO, false, "no day is known");
      return;
    }
    LocalDate day = due.get();
    String next = "the next calibration is due on " + day;
    boolean over = today.isAfter(day);
    boolean near = !over && !today.isBefore(day.minusDays(calibration.remind().toDays()));
    alarms.set(
        device,
        CalibrationSettings.OVERDUE,
        Severity.WARNING,
        over,
        over
            ? "calibration was due on %s, %d days ago"
                .formatted(day, ChronoUnit.DAYS.between(day, today))
            : next);
    alarms.set(
        device,
        CalibrationSettings.DUE,
        Severity.INFO,
        near,
        near
            ? "calibration is due on %s, in %d days"
                .formatted(day, ChronoUnit.DAYS.between(today, day))
            : over ? "it is overdue" : next);
  }

  private static String shortened(String serial) {
    return serial.length() <= SERIAL_CHARACTERS_MAX
        ? serial
        : serial.substring(0, SERIAL_CHARACTERS_MAX);
  }
}
