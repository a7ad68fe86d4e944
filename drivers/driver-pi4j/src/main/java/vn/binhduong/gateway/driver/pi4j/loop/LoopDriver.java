package vn.binhduong.gateway.driver.pi4j.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One lane: an event for each vehicle, and count and occupancy of each bin.
final class LoopDriver implements EventDriver {
  static final Channel PRESENCE =
      new Channel("presence", Unit.SECOND, 0, 3600, "Time over the first loop");
  static final Channel HEADWAY =
      new Channel(
          "headway", Unit.SECOND, 0, 86_400, "Time since the vehicle before, front to front");
  static final Channel SPEED = new Channel("speed", Unit.KILOMETRE_PER_HOUR, 0, 250, "Speed");
  static final Channel LENGTH = new Channel("length", Unit.METRE, 0, 30, "Length of the vehicle");
  static final Channel DIRECTION =
      new Channel("direction", Unit.RATIO, 0, 1, "0 as the loops are numbered, 1 against it");
  static final Channel COUNT =
      new Channel("vehicles", Unit.COUNT, 0, 10_000, "Vehicles since the last bin");
  static final Channel OCCUPANCY =
      new Channel(
          "occupancy", Unit.PERCENT, 0, 100, "Share of the time that the loop was occupied");

  private static final Duration LOOK = Duration.ofMillis(100);

  /// Every channel there can be, whatever the settings and the model.
  static final List<Channel> CHANNELS =
      List.of(PRESENCE, HEADWAY, SPEED, LENGTH, DIRECTION, COUNT, OCCUPANCY);

  /// An edge that waited for longer, as of a gateway that stood still, is told as this old.
  private static final Duration AGE_MAX = Duration.ofSeconds(30);

  private final LoopSettings settings;
  private final DriverContext context;
  private final GpioLink inputs;
  private final boolean trap;
  private Instant newest = Instant.MIN;
  private volatile boolean closed;

  LoopDriver(LoopSettings settings, DriverContext context, GpioLink inputs) {
    this.settings = settings;
    this.context = context;
    this.inputs = inputs;
    this.trap = settings.distance() != null;
  }

  void prove() throws DriverException {
    int wanted = trap ? 2 : 1;
    if (inputs.inputs() != wanted) {
      throw DriverException.misconfigured(
          "a lane %s distance needs a link with %d input%s, found %d"
              .formatted(trap ? "with a" : "without a", wanted, trap ? "s" : "", inputs.inputs()));
    }
    inputs.isActive(0);
  }

  @Override
  public List<Channel> channels() {
    return trap ? CHANNELS : List.of(PRESENCE, HEADWAY, COUNT, OCCUPANCY);
  }

  @Override
  public Duration longestSilence() {
    return settings.report().multipliedBy(2).plusSeconds(5);
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    Instant since = context.clock().instant();
    Double distance = settings.distance();
    var lane =
        new SpeedTrap(
            distance == null ? OptionalDouble.empty() : OptionalDouble.of(distance),
            settings.loopLength(),
            System.nanoTime());
    while (true) {
      if (closed) {
        throw DriverException.unavailable("closed");
      }
      Optional<GpioLink.Edge> edge = inputs.next(LOOK);
      List<SpeedTrap.Vehicle> vehicles =
          edge.isPresent() ? lane.edge(edge.get()) : lane.expire(System.nanoTime());
      Instant now = context.clock().instant();
      if (closed) {
        throw DriverException.unavailable("closed");
      }
      for (SpeedTrap.Vehicle vehicle : vehicles) {
        Instant left = edge.map(change -> when(change, now)).orElse(now);
        newest = left.isBefore(newest) ? newest : left;
        sink.emit(newest, event(vehicle));
      }
      if (!now.isBefore(since.plus(settings.report()))) {
        sink.emit(now, bin(lane));
        newest = now;
        since = now;
      }
    }
  }

  /// When a vehicle left, which is before that was heard: the input had to stand first, and to wait
  /// its turn.
  private static Instant when(GpioLink.Edge change, Instant clock) {
    return clock.minusNanos(Math.clamp(System.nanoTime() - change.nanos(), 0, AGE_MAX.toNanos()));
  }

  private List<Reading> event(SpeedTrap.Vehicle vehicle) {
    List<Reading> readings = new ArrayList<>();
    readings.add(PRESENCE.reading(vehicle.presence()));
    readings.add(reading(HEADWAY, vehicle.headway()));
    if (trap) {
      readings.add(reading(SPEED, vehicle.speed()));
      readings.add(reading(LENGTH, vehicle.length()));
      readings.add(DIRECTION.reading(vehicle.backwards() ? 1 : 0));
    }
    return readings;
  }

  private static Reading reading(Channel channel, OptionalDouble value) {
    return value.isPresent()
        ? channel.reading(value.getAsDouble())
        : channel.bad(Quality.BAD_SENSOR);
  }

  /// A loop that is occupied for minutes counts nothing: it has failed, or a car is parked on it.
  private List<Reading> bin(SpeedTrap lane) {
    long now = System.nanoTime();
    boolean stuck = lane.occupiedFor(now) > settings.stuckAfter().toNanos();
    SpeedTrap.Bin bin = lane.take(now);
    return stuck
        ? List.of(COUNT.bad(Quality.BAD_SENSOR), OCCUPANCY.bad(Quality.BAD_SENSOR))
        : List.of(
            COUNT.reading(bin.vehicles()), OCCUPANCY.reading(Math.clamp(bin.occupancy(), 0, 100)));
  }

  @Override
  public void close() {
    closed = true;
  }
}
