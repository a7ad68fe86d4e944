package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One SHT3x. Each poll makes one measurement.
///
/// Source: Sensirion, SHT3x-DIS datasheet 7, §4.3 and §4.13.
final class Sht3xDriver implements PolledDriver {
  static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -40, 125, "Air temperature");
  static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity");

  private static final int SERIAL = 0x3780;
  private static final int MEASURE = 0x2400; // high repeatability, no clock stretching
  private static final int MEASURE_MILLIS = 16;

  static final List<Channel> CHANNELS = List.of(TEMPERATURE, HUMIDITY);

  private final DriverContext context;
  private final Words words;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Sht3xDriver(Sht3xSettings settings, DriverContext context, I2cLink bus) {
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
    int[] serial = words.ask(1, 2, SERIAL);
    identity = new Identity("Sensirion", "SHT3x", Words.hex(serial), "");
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    int[] raw = words.ask(MEASURE_MILLIS, 2, MEASURE);
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

  /// Relative humidity of a raw value, 0 to 100 %.
  static double percent(int raw) {
    return 100.0 * raw / 65535;
  }

  @Override
  public void close() {
    closed = true;
  }
}
