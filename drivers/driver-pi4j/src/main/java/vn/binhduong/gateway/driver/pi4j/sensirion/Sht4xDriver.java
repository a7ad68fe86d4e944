package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One SHT4x. Each poll makes one measurement.
///
/// Source: Sensirion, SHT4x datasheet 6.6, §4.5 and §4.6.
final class Sht4xDriver implements PolledDriver {
  static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -40, 125, "Air temperature");
  static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity");

  private static final int SERIAL = 0x89;
  private static final int MEASURE = 0xFD; // high precision
  private static final int MEASURE_MILLIS = 10;

  static final List<Channel> CHANNELS = List.of(TEMPERATURE, HUMIDITY);

  private final DriverContext context;
  private final Words words;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Sht4xDriver(Sht4xSettings settings, DriverContext context, I2cLink bus) {
    this.context = context;
    this.words = new Words(bus, settings.address());
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Asks for its serial number.
  void prove() throws DriverException, InterruptedException {
    int[] serial = words.askShort(1, 2, SERIAL);
    identity = new Identity("Sensirion", "SHT4x", Words.hex(serial), "");
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    int[] raw = words.askShort(MEASURE_MILLIS, 2, MEASURE);
    ensureOpen();
    sink.emit(
        context.clock().instant(),
        TEMPERATURE.reading(celsius(raw[0])),
        HUMIDITY.reading(percent(raw[1])));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// Degrees Celsius of a raw value.
  static double celsius(int raw) {
    return -45 + 175.0 * raw / 65535;
  }

  /// Relative humidity of a raw value; the sensor may tell a little more or less than there can be.
  static double percent(int raw) {
    return Math.clamp(-6 + 125.0 * raw / 65535, 0, 100);
  }

  @Override
  public void close() {
    closed = true;
  }
}
