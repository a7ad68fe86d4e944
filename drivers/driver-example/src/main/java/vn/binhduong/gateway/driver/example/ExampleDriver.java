package vn.binhduong.gateway.driver.example;

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

/// One probe: asks, reads, and tells what it read, or throws.
final class ExampleDriver implements PolledDriver {
  static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -40, 125, "Air temperature");
  static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity");

  private static final byte[] READ = "READ\r".getBytes(StandardCharsets.US_ASCII);

  static final List<Channel> CHANNELS = List.of(TEMPERATURE, HUMIDITY);

  private final ExampleSettings settings;
  private final DriverContext context;
  private final FrameReader<ExampleFrame> reader;
  private volatile boolean closed;

  ExampleDriver(ExampleSettings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.reader = new FrameReader<>(link, ExampleFrame.FRAMING, ExampleFrame.BYTES_MAX);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return new Identity("Example", "TH-2", "", "");
  }

  /// Proves that the probe answers.
  void prove() throws DriverException, InterruptedException {
    read();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    ExampleFrame frame = read();
    ensureOpen();
    sink.emit(
        context.clock().instant(),
        reading(TEMPERATURE, frame.celsius()),
        reading(HUMIDITY, frame.percent()));
  }

  private ExampleFrame read() throws DriverException, InterruptedException {
    return reader.ask(READ, frame -> true, settings.timeout());
  }

  /// What it cannot measure is a reading without a value, never an old or a made-up one.
  private static Reading reading(Channel channel, double value) {
    return Double.isNaN(value) ? channel.bad(Quality.BAD_SENSOR) : channel.reading(value);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// The link belongs to the host.
  @Override
  public void close() {
    closed = true;
  }
}
