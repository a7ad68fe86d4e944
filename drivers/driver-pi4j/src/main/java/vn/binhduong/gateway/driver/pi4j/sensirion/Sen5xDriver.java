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

/// One SEN50, SEN54 or SEN55; what a model does not measure is not a channel of it. It measures
/// every second by itself; a poll waits for the next measurement.
///
/// Source: Sensirion, SEN5x datasheet 1, §6.
final class Sen5xDriver implements PolledDriver {
  static final int ADDRESS = 0x69;

  /// Status, in its low word: fan stands still, laser current out of range.
  private static final int PARTICLE_FAULTS = 1 << 4 | 1 << 5;

  /// Status: the sensor for humidity and temperature failed.
  private static final int CLIMATE_FAULT = 1 << 6;

  /// Status: the gas sensor failed.
  private static final int GAS_FAULT = 1 << 7;

  /// A quantity in the answer to command 0x03C4.
  ///
  /// @param channel its channel
  /// @param divisor what its raw value is divided by
  /// @param signed whether its raw value is signed
  /// @param faults the bits of the status that make it worthless
  private record Quantity(Channel channel, double divisor, boolean signed, int faults) {
    /// The value, NaN where the word says that there is none.
    double value(int word) {
      int none = signed ? 0x7FFF : 0xFFFF;
      return word == none ? Double.NaN : (signed ? (short) word : word) / divisor;
    }
  }

  private static final List<Quantity> QUANTITIES =
      List.of(
          mass("pm1", "PM1.0"),
          mass("pm25", "PM2.5"),
          mass("pm4", "PM4.0"),
          mass("pm10", "PM10"),
          new Quantity(
              new Channel(
                  "humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity, compensated"),
              100,
              true,
              CLIMATE_FAULT),
          new Quantity(
              new Channel("temperature", Unit.CELSIUS, -10, 60, "Air temperature, compensated"),
              200,
              true,
              CLIMATE_FAULT),
          new Quantity(
              new Channel("voc_index", Unit.RATIO, 1, 500, "VOC index"), 10, true, GAS_FAULT),
          new Quantity(
              new Channel("nox_index", Unit.RATIO, 1, 500, "NOx index"), 10, true, GAS_FAULT));

  private static final int NAME = 0xD014;
  private static final int SERIAL = 0xD033;
  private static final int TEXT_WORDS = 16;
  private static final int VERSION = 0xD100;
  private static final int STATUS = 0xD206;
  private static final int START = 0x0021;
  private static final int READY = 0x0202;
  private static final int READ = 0x03C4;
  private static final int COMMAND_MILLIS = 20;
  private static final int START_MILLIS = 50;
  private static final int LOOK_MILLIS = 100;

  /// Every channel there can be, whatever the settings and the model.
  static final List<Channel> CHANNELS = QUANTITIES.stream().map(Quantity::channel).toList();

  private final Sen5xSettings settings;
  private final DriverContext context;
  private final Words words;
  private Instant fanSince;
  private Identity identity = Identity.UNKNOWN;
  private List<Quantity> quantities = QUANTITIES;
  private volatile boolean closed;

  Sen5xDriver(Sen5xSettings settings, DriverContext context, I2cLink bus) {
    this.settings = settings;
    this.context = context;
    this.words = new Words(bus, ADDRESS);
    this.fanSince = context.clock().instant();
  }

  private static Quantity mass(String name, String doc) {
    return new Quantity(
        new Channel(name, Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, doc),
        10,
        false,
        PARTICLE_FAULTS);
  }

  @Override
  public List<Channel> channels() {
    return quantities.stream().map(Quantity::channel).toList();
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Asks which model it is, and lets it measure; one that measures already goes on.
  void prove() throws DriverException, InterruptedException {
    String name = Words.text(words.ask(COMMAND_MILLIS, TEXT_WORDS, NAME));
    String serial = Words.text(words.ask(COMMAND_MILLIS, TEXT_WORDS, SERIAL));
    int version = words.ask(COMMAND_MILLIS, 4, VERSION)[0];
    quantities =
        switch (name) {
          case "SEN50" -> QUANTITIES.subList(0, 4);
          case "SEN54" -> QUANTITIES.subList(0, 7);
          case "SEN55" -> QUANTITIES;
          default ->
              throw DriverException.protocol(
                  "expected a SEN50, SEN54 or SEN55, found '%s'".formatted(name));
        };
    identity = new Identity("Sensirion", name, serial, (version >> 8) + "." + (version & 0xFF));
    words.command(START_MILLIS, START);
    fanSince = context.clock().instant();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    while ((words.ask(COMMAND_MILLIS, 1, READY)[0] & 0xFF) != 1) {
      if (System.nanoTime() > deadlineNanos) {
        throw DriverException.unavailable(
            "no new measurement within %d ms".formatted(settings.timeout().toMillis()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    int[] raw = words.ask(COMMAND_MILLIS, QUANTITIES.size(), READ);
    int status = words.ask(COMMAND_MILLIS, 2, STATUS)[1];
    ensureOpen();
    sink.emit(context.clock().instant(), readings(raw, status));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private List<Reading> readings(int[] raw, int status) {
    boolean warm = !context.clock().instant().isBefore(fanSince.plus(settings.warmUp()));
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < quantities.size(); i++) {
      Quantity quantity = quantities.get(i);
      double value = quantity.value(raw[i]);
      if (Double.isNaN(value) || (status & quantity.faults()) != 0) {
        readings.add(quantity.channel().bad(Quality.BAD_SENSOR));
      } else {
        Reading reading = quantity.channel().reading(value);
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
