package vn.binhduong.gateway.driver.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// A simulated traffic detector: waits until the clock reaches the next vehicle, then emits it.
///
/// Vehicles that pass while it hangs are not seen, as with a real detector.
final class TrafficDetector implements EventDriver {
  static final Channel SPEED =
      new Channel("speed", Unit.KILOMETRE_PER_HOUR, 0, 250, "Speed of the vehicle");
  static final Channel LENGTH = new Channel("length", Unit.METRE, 0, 30, "Length of the vehicle");
  static final Channel CLASS =
      new Channel(
          "class",
          Unit.RATIO,
          0,
          6,
          "0 moto, 1 car, 2 bus, 3 truck, 4 container, 5 bicycle, 6 other");
  static final Channel HEADWAY =
      new Channel(
          "headway",
          Unit.SECOND,
          0,
          Vehicle.HEADWAY_MAX_SECONDS,
          "Time since the vehicle before, front to front");

  static final List<Channel> CHANNELS = List.of(SPEED, LENGTH, CLASS, HEADWAY);

  private final Instrument instrument;
  private final TrafficSettings settings;
  private final Traffic traffic;

  TrafficDetector(Instrument instrument, TrafficSettings settings) {
    this.instrument = instrument;
    this.settings = settings;
    traffic = new Traffic(settings.seed(), settings.vehiclesPerHourAtPeak());
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return instrument.identity("sim-traffic");
  }

  @Override
  public Duration longestSilence() {
    return settings.longestSilence();
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    Instant seen = instrument.now();
    List<Reading> last = List.of();
    for (long minute = Math.floorDiv(seen.getEpochSecond(), 60); ; minute++) {
      for (Vehicle vehicle : traffic.minute(minute)) {
        if (vehicle.at().isAfter(seen)) {
          Instant resumed = waitFor(vehicle.at());
          if (vehicle.at().isBefore(resumed)) {
            seen = resumed;
            continue;
          }
          seen = vehicle.at();
          boolean repeat = instrument.answer() && !last.isEmpty();
          last = repeat ? last : readings(vehicle);
          instrument.truth().append(vehicle.at(), last);
          sink.emit(vehicle.at(), last);
        }
      }
    }
  }

  /// Waits until the clock has come to `time`, in short steps so that a fault is seen at once.
  ///
  /// @return when it last came back from hanging, or a time long ago
  private Instant waitFor(Instant time) throws DriverException, InterruptedException {
    Instant resumed = Instant.EPOCH;
    while (true) {
      if (instrument.fault().orElse(null) == FaultKind.HANG) {
        instrument.answer();
        resumed = instrument.now();
      }
      instrument.answer();
      long leftMillis = Duration.between(instrument.now(), time).toMillis();
      if (!instrument.now().isBefore(time)) {
        return resumed;
      }
      Thread.sleep(Math.clamp(leftMillis + 1, 1, Instrument.LOOK_MILLIS));
    }
  }

  private static List<Reading> readings(Vehicle vehicle) {
    return List.of(
        SPEED.reading(vehicle.speed()),
        LENGTH.reading(vehicle.length()),
        CLASS.reading(vehicle.kind().code()),
        HEADWAY.reading(vehicle.headway()));
  }

  @Override
  public void close() {
    instrument.close();
  }
}
