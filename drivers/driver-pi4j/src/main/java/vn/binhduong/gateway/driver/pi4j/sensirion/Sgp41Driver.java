package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One SGP41. It tells the raw signals of its two hotplates, which fall and rise with the logarithm
/// of the gas; an index of air quality is made of them where more than one of them is seen.
///
/// Source: Sensirion, SGP41 datasheet 1.0, §3.
final class Sgp41Driver implements PolledDriver {
  static final int ADDRESS = 0x59;

  static final Channel VOC =
      new Channel("voc_raw", Unit.RATIO, 0, 65535, "Raw signal, volatile organic compounds");
  static final Channel NOX =
      new Channel("nox_raw", Unit.RATIO, 0, 65535, "Raw signal, nitrogen oxides");

  private static final int SERIAL = 0x3682;
  private static final int SELF_TEST = 0x280E;
  private static final int SELF_TEST_MILLIS = 320;
  private static final int SELF_TEST_PASSED = 0xD400;
  private static final int CONDITION = 0x2612;
  private static final int MEASURE = 0x2619;
  private static final int MEASURE_MILLIS = 50;

  /// The hotplate for nitrogen oxides must be conditioned, and breaks when that lasts longer than
  /// 10 s.
  private static final Duration CONDITIONING = Duration.ofSeconds(9);

  private static final int DEFAULT_HUMIDITY = 0x8000;
  private static final int DEFAULT_TEMPERATURE = 0x6666;

  static final List<Channel> CHANNELS = List.of(VOC, NOX);

  private final DriverContext context;
  private final Words words;
  private final int humidity;
  private final int temperature;
  private Instant since = Instant.MAX;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Sgp41Driver(Sgp41Settings settings, DriverContext context, I2cLink bus) {
    this.context = context;
    this.words = new Words(bus, ADDRESS);
    this.humidity =
        settings.humidity() == null ? DEFAULT_HUMIDITY : humidityTicks(settings.humidity());
    this.temperature =
        settings.temperature() == null
            ? DEFAULT_TEMPERATURE
            : temperatureTicks(settings.temperature());
  }

  static int humidityTicks(double percent) {
    return (int) Math.round(percent * 65535 / 100);
  }

  static int temperatureTicks(double celsius) {
    return (int) Math.round((celsius + 45) * 65535 / 175);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Asks for its serial number and lets it test itself.
  void prove() throws DriverException, InterruptedException {
    identity = new Identity("Sensirion", "SGP41", Words.hex(words.ask(1, 3, SERIAL)), "");
    int result = words.ask(SELF_TEST_MILLIS, 1, SELF_TEST)[0];
    if (result != SELF_TEST_PASSED) {
      throw DriverException.protocol(
          "self test: expected D400, found %04X; a hotplate is broken".formatted(result));
    }
    since = context.clock().instant();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Instant now = context.clock().instant();
    boolean conditioning = now.isBefore(since.plus(CONDITIONING));
    int[] raw =
        conditioning
            ? words.ask(MEASURE_MILLIS, 1, CONDITION, humidity, temperature)
            : words.ask(MEASURE_MILLIS, 2, MEASURE, humidity, temperature);
    ensureOpen();
    Reading voc = VOC.reading(raw[0]);
    sink.emit(
        context.clock().instant(),
        conditioning ? voc.withQuality(Quality.UNCERTAIN_CHANGE) : voc,
        conditioning ? NOX.bad(Quality.BAD_SENSOR) : NOX.reading(raw[1]));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
