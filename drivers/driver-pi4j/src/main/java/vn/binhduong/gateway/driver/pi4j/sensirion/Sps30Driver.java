package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One SPS30 on I2C. It measures every second by itself; a poll waits for the next measurement.
///
/// Source: Sensirion, SPS30 datasheet 1.0, §6.
final class Sps30Driver implements PolledDriver {
  static final int ADDRESS = 0x69;

  /// In the order of the answer to command 0x0300.
  static final List<Channel> CHANNELS =
      List.of(
          mass("pm1", "PM1.0"),
          mass("pm25", "PM2.5"),
          mass("pm4", "PM4.0"),
          mass("pm10", "PM10"),
          number("n05", "0.5"),
          number("n1", "1.0"),
          number("n25", "2.5"),
          number("n4", "4.0"),
          number("n10", "10"),
          new Channel("size", Unit.MILLIMETRE, 0, 0.01, "Typical size of a particle"));

  private static final double MICROMETRES_PER_MILLIMETRE = 1e3;
  private static final int SERIAL = 0xD033;
  private static final int SERIAL_WORDS = 16;
  private static final int VERSION = 0xD100;
  private static final int STATUS = 0xD206;
  private static final int START = 0x0010;
  private static final int FLOATS = 0x0300;
  private static final int READY = 0x0202;
  private static final int READ = 0x0300;
  private static final int LOOK_MILLIS = 100;

  /// Status: laser current out of range, fan stands still (datasheet §4.4), in the low word.
  private static final int FAULTS = 1 << 5 | 1 << 4;

  private final Sps30Settings settings;
  private final DriverContext context;
  private final Words words;
  private Instant fanSince;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Sps30Driver(Sps30Settings settings, DriverContext context, I2cLink bus) {
    this.settings = settings;
    this.context = context;
    this.words = new Words(bus, ADDRESS);
    this.fanSince = context.clock().instant();
  }

  private static Channel mass(String name, String doc) {
    return new Channel(name, Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, doc);
  }

  private static Channel number(String name, String micrometres) {
    return new Channel(
        name, Unit.COUNT, 0, 3000, "Particles of 0.3 to " + micrometres + " um in 1 cm3 of air");
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Asks who it is, and lets it measure; one that measures already goes on.
  void prove() throws DriverException, InterruptedException {
    String serial = Words.text(words.ask(1, SERIAL_WORDS, SERIAL));
    int version = words.ask(1, 1, VERSION)[0];
    identity = new Identity("Sensirion", "SPS30", serial, (version >> 8) + "." + (version & 0xFF));
    words.command(20, START, FLOATS);
    fanSince = context.clock().instant();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    while (words.ask(1, 1, READY)[0] != 1) {
      if (System.nanoTime() > deadlineNanos) {
        throw DriverException.unavailable(
            "no new measurement within %d ms".formatted(settings.timeout().toMillis()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    int[] raw = words.ask(1, 2 * CHANNELS.size(), READ);
    boolean faulty = (words.ask(1, 2, STATUS)[1] & FAULTS) != 0;
    ensureOpen();
    sink.emit(context.clock().instant(), readings(raw, faulty));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// A fan or laser that does not run as it should makes every number worthless.
  private List<Reading> readings(int[] raw, boolean faulty) {
    boolean warm = !context.clock().instant().isBefore(fanSince.plus(settings.warmUp()));
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < CHANNELS.size(); i++) {
      Channel channel = CHANNELS.get(i);
      double value = Words.number(raw[2 * i], raw[2 * i + 1]);
      if (channel.unit().equals(Unit.MILLIMETRE)) {
        value /= MICROMETRES_PER_MILLIMETRE;
      }
      if (faulty || !Double.isFinite(value)) {
        readings.add(channel.bad(Quality.BAD_SENSOR));
      } else {
        Reading reading = channel.reading(value);
        readings.add(warm ? reading : reading.withQuality(Quality.UNCERTAIN_CHANGE));
      }
    }
    return readings;
  }

  @Override
  public void close() {
    closed = true;
  }
}
