package vn.binhduong.gateway.driver.serial.sds011;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/// One SDS011.
final class Sds011Driver implements PolledDriver {
  static final Channel PM25 =
      new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 999.9, "PM2.5");
  static final Channel PM10 = new Channel("pm10", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 999.9, "PM10");

  private static final int SET = 1;
  private static final int REPORTING = 2;
  private static final int QUERY = 4;
  private static final int POWER = 6;
  private static final int FIRMWARE = 7;

  static final List<Channel> CHANNELS = List.of(PM25, PM10);

  private final Sds011Settings settings;
  private final DriverContext context;
  private final SerialLink link;
  private final FrameReader<Sds011Frame> reader;
  private Instant fanSince;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Sds011Driver(Sds011Settings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.link = link;
    this.reader = new FrameReader<>(link, Sds011Frame.FRAMING, Sds011Frame.BYTES);
    this.fanSince = context.clock().instant();
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Wakes the sensor, sets its mode and asks for its firmware; in mode active it need not hear us.
  void prove() throws DriverException, InterruptedException {
    link.write(Sds011Frame.command(POWER, SET, 1));
    if (settings.mode() == Sds011Settings.Mode.ACTIVE) {
      link.write(Sds011Frame.command(REPORTING, SET, 0));
      identity = identity(read().serial(), "");
      return;
    }
    link.write(Sds011Frame.command(REPORTING, SET, 1));
    Sds011Frame firmware = answer(FIRMWARE);
    identity =
        identity(
            firmware.serial(),
            "%02d-%02d-%02d".formatted(firmware.d2(), firmware.d3(), firmware.d4()));
  }

  private static Identity identity(String serial, String version) {
    return new Identity("Nova", "SDS011", serial, version);
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    if (settings.rest()) {
      link.write(Sds011Frame.command(POWER, SET, 1));
      fanSince = context.clock().instant();
      TimeUnit.NANOSECONDS.sleep(settings.warmUp().toNanos());
      ensureOpen();
    }
    Sds011Frame frame = read();
    ensureOpen();
    Instant now = context.clock().instant();
    boolean warm = settings.rest() || !now.isBefore(fanSince.plus(settings.warmUp()));
    sink.emit(now, reading(PM25, frame.pm25(), warm), reading(PM10, frame.pm10(), warm));
    if (settings.rest()) {
      link.write(Sds011Frame.command(POWER, SET, 0));
    }
  }

  private static Reading reading(Channel channel, double value, boolean warm) {
    Reading reading = channel.reading(value);
    return warm ? reading : reading.withQuality(Quality.UNCERTAIN_CHANGE);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// Concentrations measured from now on, never a frame that has waited in the port.
  private Sds011Frame read() throws DriverException, InterruptedException {
    if (settings.mode() == Sds011Settings.Mode.QUERY) {
      return reader.ask(
          Sds011Frame.command(QUERY),
          frame -> frame.kind() == Sds011Frame.DATA,
          settings.timeout());
    }
    reader.discard();
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    while (true) {
      Sds011Frame frame = reader.next(settings.timeout());
      if (frame.kind() == Sds011Frame.DATA) {
        return frame;
      }
      if (System.nanoTime() > deadlineNanos) {
        throw DriverException.protocol("answers to commands only, expected concentrations");
      }
    }
  }

  private Sds011Frame answer(int command) throws DriverException, InterruptedException {
    return reader.ask(
        Sds011Frame.command(command),
        frame -> frame.kind() == Sds011Frame.ANSWER && frame.d1() == command,
        settings.timeout());
  }

  @Override
  public void close() {
    closed = true;
  }
}
