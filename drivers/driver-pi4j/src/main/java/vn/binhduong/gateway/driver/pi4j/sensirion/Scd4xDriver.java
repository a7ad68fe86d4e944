package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One SCD40 or SCD41. It measures every 5 s by itself; a poll waits for the next measurement.
///
/// Source: Sensirion, SCD4x datasheet 1.5, §3.5 to §3.9.
final class Scd4xDriver implements PolledDriver {
  static final int ADDRESS = 0x62;

  static final Channel CO2 =
      new Channel("co2", Unit.PARTS_PER_MILLION, 0, 40_000, "Carbon dioxide");
  static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -10, 60, "Temperature in the sensor");
  static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Humidity in the sensor");

  private static final int STOP = 0x3F86;
  private static final int STOP_MILLIS = 500;
  private static final int SERIAL = 0x3682;
  private static final int SET_ALTITUDE = 0x2427;
  private static final int SET_AUTOMATIC = 0x2416;
  private static final int START = 0x21B1;
  private static final int READY = 0xE4B8;
  private static final int READY_BITS = 0x07FF;
  private static final int READ = 0xEC05;
  private static final int LOOK_MILLIS = 100;

  static final List<Channel> CHANNELS = List.of(CO2, TEMPERATURE, HUMIDITY);

  private final Scd4xSettings settings;
  private final DriverContext context;
  private final Words words;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Scd4xDriver(Scd4xSettings settings, DriverContext context, I2cLink bus) {
    this.settings = settings;
    this.context = context;
    this.words = new Words(bus, ADDRESS);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Stops it, since it tells who it is only while it does not measure, and starts it anew. Its
  /// memory, which wears, is not written.
  void prove() throws DriverException, InterruptedException {
    words.command(STOP_MILLIS, STOP);
    identity = new Identity("Sensirion", "SCD4x", Words.hex(words.ask(1, 3, SERIAL)), "");
    words.command(1, SET_ALTITUDE, settings.altitude());
    words.command(1, SET_AUTOMATIC, settings.automaticCalibration() ? 1 : 0);
    words.command(1, START);
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    while ((words.ask(1, 1, READY)[0] & READY_BITS) == 0) {
      if (System.nanoTime() > deadlineNanos) {
        throw DriverException.unavailable(
            "no new measurement within %d ms".formatted(settings.timeout().toMillis()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    int[] raw = words.ask(1, 3, READ);
    ensureOpen();
    sink.emit(
        context.clock().instant(),
        // No air has none of it: 0 means that the optics failed.
        raw[0] == 0 ? CO2.bad(Quality.BAD_SENSOR) : CO2.reading(raw[0]),
        TEMPERATURE.reading(celsius(raw[1])),
        HUMIDITY.reading(percent(raw[2])));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// Degrees Celsius of a raw value; divided by 2^16 in this datasheet's own example.
  static double celsius(int raw) {
    return -45 + 175.0 * raw / 65536;
  }

  /// Relative humidity of a raw value.
  static double percent(int raw) {
    return 100.0 * raw / 65536;
  }

  @Override
  public void close() {
    closed = true;
  }
}
