package vn.binhduong.gateway.driver.pi4j.bme280;

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

/// One BME280 (temperature, humidity, pressure) or BMP280 (without humidity); which one it is, it
/// tells itself. Each poll makes one measurement; in between it sleeps.
///
/// The chip has no checksum. A reading counts only when its identity and the registers that were
/// written read back as they must, in the same poll.
final class Bme280Driver implements PolledDriver {
  static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -40, 85, "Air temperature");
  static final Channel PRESSURE =
      new Channel("pressure", Unit.HECTOPASCAL, 300, 1100, "Air pressure at the sensor");
  static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity");

  private static final int BME280 = 0x60;
  private static final int BMP280 = 0x58;

  private static final int IDENTITY = 0xD0;
  private static final int RESET = 0xE0;
  private static final int RESET_WORD = 0xB6;
  private static final int CONTROL_HUMIDITY = 0xF2;
  private static final int STATUS = 0xF3;
  private static final int CONTROL = 0xF4;
  private static final int CONFIG = 0xF5;
  private static final int DATA = 0xF7;
  private static final int DATA_BYTES = 8;

  /// Oversampling 1 for each quantity, one measurement ("weather monitoring", data sheet §3.5.1).
  private static final int ONCE = 0b001;

  private static final int ONE_MEASUREMENT = ONCE << 5 | ONCE << 2 | 0b01;
  private static final int SLEEPING = ONCE << 5 | ONCE << 2;

  /// Status: measuring, or copying its calibration.
  private static final int BUSY = 0b1001;

  private static final int SKIPPED = 0x80000;
  private static final int SKIPPED_HUMIDITY = 0x8000;

  /// One measurement takes at most 9.3 ms (data sheet §9.1), a reset 2 ms.
  private static final int LOOKS_MAX = 20;

  private static final long LOOK_MILLIS = 5;
  private static final double HECTOPASCAL_PER_PASCAL = 0.01;

  /// Every channel there can be, whatever the settings and the model.
  static final List<Channel> CHANNELS = List.of(TEMPERATURE, PRESSURE, HUMIDITY);

  private final Bme280Settings settings;
  private final DriverContext context;
  private final I2cLink bus;
  private int identity;
  private Calibration calibration = Calibration.of(new byte[26], new byte[0]);
  private volatile boolean closed;

  Bme280Driver(Bme280Settings settings, DriverContext context, I2cLink bus) {
    this.settings = settings;
    this.context = context;
    this.bus = bus;
  }

  /// Resets the chip, asks which one it is and reads its calibration.
  void prove() throws DriverException, InterruptedException {
    identity = read(IDENTITY, 1)[0] & 0xFF;
    if (identity != BME280 && identity != BMP280) {
      throw DriverException.protocol(
          "address 0x%02X, register 0xD0: expected 60 (BME280) or 58 (BMP280), found %02X"
              .formatted(settings.address(), identity));
    }
    write(RESET, RESET_WORD);
    awaitIdle();
    byte[] first = read(Calibration.FIRST, Calibration.FIRST_BYTES);
    byte[] second = isHumid() ? read(Calibration.SECOND, Calibration.SECOND_BYTES) : new byte[0];
    calibration = Calibration.of(first, second);
    if (calibration.t1() == 0 || calibration.p1() == 0) {
      throw DriverException.protocol(
          "address 0x%02X: expected a calibration, found T1 %d and P1 %d"
              .formatted(settings.address(), calibration.t1(), calibration.p1()));
    }
  }

  private boolean isHumid() {
    return identity == BME280;
  }

  @Override
  public List<Channel> channels() {
    return isHumid() ? CHANNELS : List.of(TEMPERATURE, PRESSURE);
  }

  @Override
  public Identity identity() {
    return new Identity("Bosch", isHumid() ? "BME280" : "BMP280", "", "");
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    if (isHumid()) {
      write(CONTROL_HUMIDITY, ONCE); // takes effect with the write to CONTROL only
    }
    write(CONTROL, ONE_MEASUREMENT);
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    awaitIdle();
    byte[] data = read(DATA, DATA_BYTES);
    verify();
    ensureOpen();
    sink.emit(context.clock().instant(), readings(data));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private byte[] read(int register, int count) throws DriverException, InterruptedException {
    bus.write(settings.address(), (byte) register);
    return bus.read(settings.address(), count);
  }

  private void write(int register, int value) throws DriverException, InterruptedException {
    bus.write(settings.address(), (byte) register, (byte) value);
  }

  private void awaitIdle() throws DriverException, InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      if ((read(STATUS, 1)[0] & BUSY) == 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw DriverException.unavailable(
        "address 0x%02X: still busy after %d ms"
            .formatted(settings.address(), LOOKS_MAX * LOOK_MILLIS));
  }

  /// A chip that has restarted, another one, or noise is found out here.
  private void verify() throws DriverException, InterruptedException {
    byte[] controls = read(CONTROL_HUMIDITY, CONFIG - CONTROL_HUMIDITY + 1);
    int found = read(IDENTITY, 1)[0] & 0xFF;
    boolean asWritten =
        (controls[CONTROL - CONTROL_HUMIDITY] & 0xFF) == SLEEPING
            && (!isHumid() || controls[0] == ONCE)
            && controls[CONFIG - CONTROL_HUMIDITY] == 0;
    if (found != identity || !asWritten) {
      throw DriverException.protocol(
          "address 0x%02X: expected identity %02X and registers F2 %02X, F4 %02X, F5 00, found %02X"
                  .formatted(settings.address(), identity, isHumid() ? ONCE : 0, SLEEPING, found)
              + " and %02X, %02X, %02X".formatted(controls[0], controls[2], controls[3]));
    }
  }

  private List<Reading> readings(byte[] data) {
    int pressure = twenty(data, 0);
    int temperature = twenty(data, 3);
    int humidity = ((data[6] & 0xFF) << 8) | (data[7] & 0xFF);
    double fine = calibration.fine(temperature);
    boolean measured = temperature != SKIPPED;
    List<Reading> readings = new ArrayList<>();
    readings.add(reading(TEMPERATURE, measured, Calibration.celsius(fine)));
    readings.add(
        reading(
            PRESSURE,
            measured && pressure != SKIPPED,
            calibration.pascal(pressure, fine) * HECTOPASCAL_PER_PASCAL));
    if (isHumid()) {
      readings.add(
          reading(
              HUMIDITY,
              measured && humidity != SKIPPED_HUMIDITY,
              calibration.percent(humidity, fine)));
    }
    return readings;
  }

  private static int twenty(byte[] data, int at) {
    return (data[at] & 0xFF) << 12 | (data[at + 1] & 0xFF) << 4 | (data[at + 2] & 0xFF) >> 4;
  }

  private static Reading reading(Channel channel, boolean measured, double value) {
    return measured && Double.isFinite(value)
        ? channel.reading(value)
        : channel.bad(Quality.BAD_SENSOR);
  }

  @Override
  public void close() {
    closed = true;
  }
}
