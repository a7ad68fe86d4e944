package vn.binhduong.gateway.driver.serial.ops243;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.FrameReader;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Unit;

/// One OPS243: an event for each vehicle, or for each speed.
final class Ops243Driver implements EventDriver {
  static final Channel SPEED =
      new Channel("speed", Unit.KILOMETRE_PER_HOUR, 0, RadarLine.SPEED_MAX, "Speed");
  static final Channel DIRECTION =
      new Channel("direction", Unit.RATIO, 0, 1, "0 coming, 1 going away");

  /// A loss is seen within this time; the radar may be silent for longer.
  private static final Duration LOOK = Duration.ofSeconds(5);

  static final List<Channel> CHANNELS = List.of(SPEED, DIRECTION);

  private final Ops243Settings settings;
  private final DriverContext context;
  private final SerialLink link;
  private final FrameReader<RadarLine> reader;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Ops243Driver(Ops243Settings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.link = link;
    this.reader = new FrameReader<>(link, RadarLine.FRAMING, RadarLine.BYTES_MAX);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public Duration longestSilence() {
    return settings.longestSilence();
  }

  /// Asks for its version, in JSON, and tells it what to report; nothing is written to its memory.
  void prove() throws DriverException, InterruptedException {
    send("OJ");
    RadarLine version = ask("?V", "Version");
    RadarLine product = ask("?P", "Product");
    identity =
        new Identity("OmniPreSense", field(product, "Product"), "", field(version, "Version"));
    send("UK");
    send("OU");
    boolean vehicles = settings.report() == Ops243Settings.Report.VEHICLES;
    send(vehicles ? "ON" : "On");
    send(vehicles ? "Os" : "OS");
    send("R>" + settings.slowest() + "\n");
  }

  private void send(String command) throws DriverException, InterruptedException {
    link.write(command.getBytes(StandardCharsets.US_ASCII));
  }

  private RadarLine ask(String question, String key) throws DriverException, InterruptedException {
    return reader.ask(
        question.getBytes(StandardCharsets.US_ASCII),
        line -> line instanceof RadarLine.Information(var fields) && fields.containsKey(key),
        settings.timeout());
  }

  private static String field(RadarLine line, String key) {
    return line instanceof RadarLine.Information(var fields) ? fields.getOrDefault(key, "") : "";
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    while (true) {
      if (closed) {
        throw DriverException.unavailable("closed");
      }
      Optional<RadarLine> line = reader.poll(LOOK);
      if (line.orElse(null) instanceof RadarLine.Unstated) {
        throw DriverException.protocol(
            "reading a speed: expected JSON or a unit, found a bare number, as after the radar was"
                + " switched off and on");
      }
      if (!closed && line.orElse(null) instanceof RadarLine.Speed(double speed)) {
        sink.emit(
            context.clock().instant(),
            SPEED.reading(Math.abs(speed)),
            DIRECTION.reading(speed < 0 ? 1 : 0));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
