package vn.binhduong.gateway.driver.serial.ss125;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/// The complete intervals of one sensor: one sample each, known by when it ended.
///
/// The last one told is remembered, so none comes twice, also after a restart. A poll that finds
/// nothing new emits nothing; when nothing new came for too long, that is told as a failure.
final class Ss125IntervalsDriver implements PolledDriver {
  static final Channel PERIOD =
      new Channel("period", Unit.SECOND, 1, 65_535, "Length of the interval");
  static final Channel AGE =
      new Channel(
          "age", Unit.SECOND, 0, 100_000, "Time since it ended, by the clock of the sensor");
  static final Channel CLOCK_OFFSET =
      new Channel(
          "clock_offset", Unit.SECOND, -1e10, 1e10, "Time of the sensor minus that of the gateway");

  /// How much later than its end an interval may be read, beside its own length.
  private static final Duration LATE_MAX = Duration.ofMinutes(1);

  private final DriverContext context;
  private final Ss125Sensor sensor;
  private final List<Lane> lanes;
  private Duration period = Duration.ZERO;
  private Identity identity = Identity.UNKNOWN;
  private @Nullable Instant lastEnd;
  private Instant lastNew;
  private boolean gap;
  private String missing = "";
  private volatile boolean closed;

  Ss125IntervalsDriver(Ss125IntervalsSettings settings, DriverContext context, SerialLink link) {
    this.context = context;
    this.sensor = new Ss125Sensor(settings.sensor(), settings.timeout(), context.clock(), link);
    this.lanes = settings.lanes().stream().map(lane -> Lane.of(lane, settings.headways())).toList();
    this.lastNew = context.clock().instant();
    this.lastEnd = context.remembered().map(Ss125IntervalsDriver::parse).orElse(null);
  }

  private static @Nullable Instant parse(String remembered) {
    try {
      return Instant.parse(remembered);
    } catch (DateTimeException other) {
      return null;
    }
  }

  @Override
  public List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    lanes.forEach(lane -> channels.addAll(lane.channels()));
    channels.addAll(List.of(PERIOD, AGE, CLOCK_OFFSET));
    return channels;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  void prove() throws DriverException, InterruptedException {
    identity = sensor.identity();
    period = sensor.period();
    if (period.isZero()) {
      throw DriverException.protocol("data configuration: expected intervals of 1 s at least");
    }
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Instant clock = sensor.clock().orElse(null);
    Instant now = context.clock().instant();
    List<IntervalPacket> packets = sensor.latestInterval();
    Instant end = packets.isEmpty() ? null : packets.getFirst().interval().end();
    if (end == null || end.equals(lastEnd)) {
      ensureNotOverdue(now);
      return;
    }
    // By the sensor's own clock, so that it does not matter whether that is right.
    double age = clock == null ? Double.NaN : seconds(end, clock);
    SensorSetup setup = sensor.setup();
    period = sensor.period();
    if (age > period.plus(LATE_MAX).toMillis() / 1000.0) {
      ensureNotOverdue(now); // an old one: the sensor makes no intervals any more
      return;
    }
    ensureOpen();
    emit(sink, packets, setup, clock == null ? Double.NaN : seconds(now, clock), age);
    note(end);
    lastNew = now;
  }

  private void emit(
      ReadingSink sink,
      List<IntervalPacket> packets,
      SensorSetup setup,
      double clockOffset,
      double age) {
    int had = packets.getFirst().interval().lanes();
    List<Reading> readings = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    for (Lane lane : lanes) {
      boolean present = lane.number() <= had;
      readings.addAll(present ? lane.readings(packets.get(lane.number() - 1), setup) : lane.bad());
      if (!present) {
        absent.add(lane.number());
      }
    }
    readings.add(PERIOD.reading((double) period.toSeconds()));
    readings.add(reading(AGE, Math.max(0, age)));
    readings.add(reading(CLOCK_OFFSET, clockOffset));
    sink.emit(context.clock().instant(), readings);
    noteAbsent(absent, had);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static Reading reading(Channel channel, double value) {
    return Double.isNaN(value) ? channel.bad(Quality.BAD_SENSOR) : channel.reading(value);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private void ensureNotOverdue(Instant now) throws DriverException {
    Duration quiet = Duration.between(lastNew, now);
    if (quiet.compareTo(period.multipliedBy(2).plus(LATE_MAX)) > 0) {
      throw DriverException.protocol(
          "interval: expected a new one every %d s, found none for %d s"
              .formatted(period.toSeconds(), quiet.toSeconds()));
    }
  }

  /// Remembers the interval that was told, and says once when some passed unseen.
  private void note(Instant end) {
    Instant before = lastEnd;
    boolean now =
        before != null
            && Duration.between(before, end).multipliedBy(2).compareTo(period.multipliedBy(3)) > 0;
    if (now && !gap) {
      log(
          "intervals between {0} and {1} were not read; poll at least once per interval",
          before, end);
    }
    gap = now;
    lastEnd = end;
    context.remember(end.toString());
  }

  private void noteAbsent(List<Integer> absent, int had) {
    String found = absent.isEmpty() ? "" : "the sensor has %d lanes, not %s".formatted(had, absent);
    if (!found.equals(missing)) {
      log(found.isEmpty() ? "the sensor has all lanes again" : found);
    }
    missing = found;
  }

  private void log(String format, @Nullable Object... arguments) {
    context.logger().log(System.Logger.Level.WARNING, format, arguments);
  }

  @Override
  public void close() {
    closed = true;
  }
}
