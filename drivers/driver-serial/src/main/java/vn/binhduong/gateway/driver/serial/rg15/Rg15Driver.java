package vn.binhduong.gateway.driver.serial.rg15;

import java.nio.charset.StandardCharsets;
import java.util.List;
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

/// One RG-15. The total is told as the gauge counts it, so a lost sample loses no rain; it begins
/// anew when the gauge loses its power.
final class Rg15Driver implements PolledDriver {
  static final Channel TOTAL =
      new Channel(
          "rain_total", Unit.MILLIMETRE, 0, Rg15Line.TOTAL_MAX, "Rain since the gauge has power");
  static final Channel EVENT =
      new Channel("rain_event", Unit.MILLIMETRE, 0, 2000, "Rain since this rain began");
  static final Channel INTENSITY =
      new Channel("rain_intensity", Unit.MILLIMETRE_PER_HOUR, 0, 600, "Rain intensity");

  static final List<Channel> CHANNELS = List.of(TOTAL, EVENT, INTENSITY);

  private final Rg15Settings settings;
  private final DriverContext context;
  private final SerialLink link;
  private final FrameReader<Rg15Line> reader;
  private volatile boolean closed;

  Rg15Driver(Rg15Settings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.link = link;
    this.reader = new FrameReader<>(link, Rg15Line.FRAMING, Rg15Line.BYTES_MAX);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return new Identity("Hydreon", "RG-15", "", "");
  }

  /// Sets it to speak when asked, in steps of 0.01 mm, in millimetres, and reads once.
  void prove() throws DriverException, InterruptedException {
    for (String command : List.of("P", "H", "M")) {
      link.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    read();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Rg15Line.Rain rain = read();
    ensureOpen();
    sink.emit(
        context.clock().instant(),
        reading(TOTAL, rain.total(), rain),
        reading(EVENT, rain.event(), rain),
        reading(INTENSITY, rain.intensity(), rain));
  }

  /// With bad optics it sees rain that is none and none that is.
  private static Reading reading(Channel channel, double value, Rg15Line.Rain rain) {
    return rain.lensBad() || rain.saturated()
        ? channel.bad(Quality.BAD_SENSOR)
        : channel.reading(value);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private Rg15Line.Rain read() throws DriverException, InterruptedException {
    Rg15Line line =
        reader.ask(
            "R\n".getBytes(StandardCharsets.US_ASCII),
            answer -> !(answer instanceof Rg15Line.Other),
            settings.timeout());
    if (line instanceof Rg15Line.Rain rain) {
      return rain;
    }
    throw DriverException.protocol(
        "expected millimetres, found inches: its switch 'metric' is off");
  }

  @Override
  public void close() {
    closed = true;
  }
}
