package vn.binhduong.gateway.driver.serial.gnss;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.FrameReader;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Unit;

/// One receiver. A poll waits for the next second that it tells whole.
final class GnssDriver implements PolledDriver {
  static final Channel LATITUDE =
      new Channel("latitude", new Unit("lat"), -90, 90, "Degrees north, WGS 84");
  static final Channel LONGITUDE =
      new Channel("longitude", new Unit("lon"), -180, 180, "Degrees east, WGS 84");
  static final Channel ALTITUDE =
      new Channel("altitude", Unit.METRE, -500, 9000, "Height above mean sea level");
  static final Channel SATELLITES =
      new Channel("satellites", Unit.COUNT, 0, 99, "Satellites in use");
  static final Channel DILUTION =
      new Channel("hdop", Unit.RATIO, 0, 99.99, "Horizontal dilution of precision");
  static final Channel FIX =
      new Channel("fix", Unit.RATIO, 0, 8, "0 none, 1 autonomous, 2 differential, 4 5 kinematic");
  static final Channel CLOCK_OFFSET =
      new Channel(
          "clock_offset",
          Unit.SECOND,
          -1e10,
          1e10,
          "Time of the receiver minus that of the gateway");

  static final List<Channel> CHANNELS =
      List.of(LATITUDE, LONGITUDE, ALTITUDE, SATELLITES, DILUTION, FIX, CLOCK_OFFSET);

  private final GnssSettings settings;
  private final DriverContext context;
  private final FrameReader<Sentence> reader;
  private volatile boolean closed;

  GnssDriver(GnssSettings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.reader = new FrameReader<>(link, Sentence.FRAMING, Sentence.BYTES_MAX);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return new Identity("", "NMEA 0183 receiver", "", "");
  }

  /// Waits for two sentences in a row; a fix may take minutes.
  void prove() throws DriverException, InterruptedException {
    reader.next(settings.timeout());
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    reader.discard();
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    @Nullable Sentence gga = null;
    @Nullable Sentence rmc = null;
    while (gga == null || rmc == null || !gga.field(0).equals(rmc.field(0))) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        throw DriverException.protocol(
            "no sentences GGA and RMC of one second within %d ms; does the receiver send both?"
                .formatted(settings.timeout().toMillis()));
      }
      Sentence sentence = reader.next(Duration.ofNanos(leftNanos));
      switch (sentence.type()) {
        case "GGA" -> gga = sentence;
        case "RMC" -> rmc = sentence;
        default -> {}
      }
    }
    ensureOpen();
    emit(sink, gga, rmc);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private void emit(ReadingSink sink, Sentence gga, Sentence rmc) throws DriverException {
    Fix fix;
    try {
      fix = Fix.of(gga, rmc);
    } catch (IllegalArgumentException e) {
      throw new DriverException(DriverException.Kind.PROTOCOL, "sentences: " + e.getMessage(), e);
    }
    Instant now = context.clock().instant();
    Reading offset =
        fix.time()
            .map(time -> CLOCK_OFFSET.reading(Duration.between(now, time).toMillis() / 1000.0))
            .orElse(CLOCK_OFFSET.bad(Quality.BAD_SENSOR));
    sink.emit(
        now,
        reading(LATITUDE, fix.latitude()),
        reading(LONGITUDE, fix.longitude()),
        reading(ALTITUDE, fix.altitude()),
        SATELLITES.reading(fix.satellites()),
        reading(DILUTION, fix.dilution()),
        FIX.reading(fix.quality()),
        offset);
  }

  private static Reading reading(Channel channel, OptionalDouble value) {
    return value.isPresent()
        ? channel.reading(value.getAsDouble())
        : channel.bad(Quality.BAD_SENSOR);
  }

  @Override
  public void close() {
    closed = true;
  }
}
