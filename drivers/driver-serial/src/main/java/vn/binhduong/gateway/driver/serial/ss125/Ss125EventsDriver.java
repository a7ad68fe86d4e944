package vn.binhduong.gateway.driver.serial.ss125;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Unit;

/// The vehicles one sensor saw: one sample each, in the order it saw them, and once a minute its
/// clock as a sign of life.
///
/// A sample has the time at which it was read; `age` says how much earlier the vehicle passed.
final class Ss125EventsDriver implements PolledDriver {
  static final Channel LANE = new Channel("lane", Unit.RATIO, 1, 256, "Number of the lane");
  static final Channel SPEED = new Channel("speed", Unit.KILOMETRE_PER_HOUR, 0, 250, "Speed");
  static final Channel LENGTH = new Channel("length", Unit.METRE, 0, 80, "Length of the vehicle");
  static final Channel CLASS =
      new Channel("class", Unit.RATIO, 0, 255, "Class, a code of the sensor");
  static final Channel DURATION =
      new Channel("duration", Unit.SECOND, 0, 16_777.215, "Time that it was in the beam");
  static final Channel RANGE = new Channel("range", Unit.METRE, 0, 256, "Distance from the sensor");
  static final Channel HEADWAY =
      new Channel(
          "headway",
          Unit.SECOND,
          0,
          86_400,
          "Time since the vehicle before in its lane, by the clock of the sensor");
  static final Channel AGE =
      new Channel("age", Unit.SECOND, 0, 3600, "Time since it passed, by the clock of the sensor");
  static final Channel CLOCK_OFFSET =
      new Channel(
          "clock_offset", Unit.SECOND, -1e10, 1e10, "Time of the sensor minus that of the gateway");

  static final List<Channel> CHANNELS =
      List.of(LANE, SPEED, LENGTH, CLASS, DURATION, RANGE, HEADWAY, AGE, CLOCK_OFFSET);

  /// Most vehicles of one poll, 3 s at 9600 baud; the others wait in the sensor.
  static final int VEHICLES_MAX = 50;

  private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);
  private static final double HEADWAY_MAX = HEADWAY.max();

  private final Ss125EventsSettings settings;
  private final DriverContext context;
  private final Ss125Sensor sensor;
  private final Map<Integer, Instant> lastInLane = new HashMap<>();
  private Identity identity = Identity.UNKNOWN;
  private @Nullable Instant clockTold;
  private long leftOut;
  private volatile boolean closed;

  Ss125EventsDriver(Ss125EventsSettings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.sensor = new Ss125Sensor(settings.sensor(), settings.timeout(), context.clock(), link);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  void prove() throws DriverException, InterruptedException {
    identity = sensor.identity();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Optional<Instant> clock = sensor.clock();
    tellClock(sink, clock);
    SensorSetup setup = sensor.setup();
    for (int i = 0; i < VEHICLES_MAX; i++) {
      Optional<ActiveEvent> event = sensor.nextEvent();
      if (event.isEmpty()) {
        return;
      }
      ensureOpen();
      tell(sink, event.get(), setup, clock);
    }
  }

  private void tellClock(ReadingSink sink, Optional<Instant> clock) throws DriverException {
    Instant now = context.clock().instant();
    if (clockTold == null || !now.isBefore(clockTold.plus(SIGN_OF_LIFE))) {
      ensureOpen();
      sink.emit(
          now,
          clock
              .map(time -> CLOCK_OFFSET.reading(seconds(now, time)))
              .orElse(CLOCK_OFFSET.bad(Quality.BAD_SENSOR)));
      clockTold = now;
    }
  }

  private void tell(
      ReadingSink sink, ActiveEvent event, SensorSetup setup, Optional<Instant> clock) {
    // By the sensor's own clock; one that passed since that was read has an age of 0.
    double age = clock.map(time -> Math.max(0, seconds(event.at(), time))).orElse(Double.NaN);
    Reading headway = headway(event);
    if (age > settings.oldest().toMillis() / 1000.0) {
      if (leftOut++ == 0) {
        log("vehicles are left out that passed longer than %s ago".formatted(settings.oldest()));
      }
      return;
    }
    if (leftOut > 0) {
      log("%d old vehicles were left out".formatted(leftOut));
      leftOut = 0;
    }
    OptionalDouble speed = event.speed();
    sink.emit(
        context.clock().instant(),
        LANE.reading(event.lane()),
        speed.isPresent()
            ? SPEED.reading(setup.speed(speed.getAsDouble()))
            : SPEED.bad(Quality.BAD_SENSOR),
        LENGTH.reading(setup.length(event.length())),
        CLASS.reading(event.vehicleClass()),
        DURATION.reading(event.durationMillis() / 1000.0),
        RANGE.reading(setup.length(event.range())),
        headway,
        Double.isNaN(age) ? AGE.bad(Quality.BAD_SENSOR) : AGE.reading(age));
  }

  /// The first vehicle of a lane has none, nor has one after the clock was set.
  private Reading headway(ActiveEvent event) {
    Instant before = lastInLane.put(event.lane(), event.at());
    double headway = before == null ? -1 : seconds(before, event.at());
    return headway < 0 || headway > HEADWAY_MAX
        ? HEADWAY.bad(Quality.BAD_SENSOR)
        : HEADWAY.reading(headway);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private void log(String text) {
    context.logger().log(System.Logger.Level.WARNING, text);
  }

  @Override
  public void close() {
    closed = true;
  }
}
