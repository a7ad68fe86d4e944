package vn.binhduong.gateway.driver.serial.sps30;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
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

/// One SPS30 on a UART. It measures once a second by itself and gives each measurement once.
final class Sps30Driver implements PolledDriver {
  /// In the order of the answer to command 0x03 (datasheet §4.3).
  static final List<Channel> CHANNELS =
      List.of(
          mass("pm1", "PM1.0"),
          mass("pm25", "PM2.5"),
          mass("pm4", "PM4.0"),
          mass("pm10", "PM10"),
          number("n05", "0.5"),
          number("n1", "1.0"),
          number("n25", "2.5"),
          number("n4", "4.0"),
          number("n10", "10"),
          new Channel("size", Unit.MILLIMETRE, 0, 0.01, "Typical size of a particle"));

  private static final double MICROMETRES_PER_MILLIMETRE = 1e3;
  private static final int START = 0x00;
  private static final int READ = 0x03;
  private static final int DEVICE = 0xD0;
  private static final int VERSION = 0xD1;
  private static final int WAKE = 0x11;
  private static final int SERIAL_NUMBER = 0x03;
  private static final int NOT_IN_THIS_STATE = 0x43;

  /// Data is new once a second; looked for this often.
  private static final long LOOK_MILLIS = 100;

  private final Sps30Settings settings;
  private final DriverContext context;
  private final SerialLink link;
  private final FrameReader<ShdlcFrame> reader;
  private Instant fanSince;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Sps30Driver(Sps30Settings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.link = link;
    this.reader = new FrameReader<>(link, ShdlcFrame.FRAMING, ShdlcFrame.BYTES_MAX);
    this.fanSince = context.clock().instant();
  }

  private static Channel mass(String name, String doc) {
    return new Channel(name, Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, doc);
  }

  private static Channel number(String name, String micrometres) {
    return new Channel(
        name, Unit.COUNT, 0, 3000, "Particles of 0.3 to " + micrometres + " um in 1 cm3 of air");
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Wakes the sensor, asks who it is, and lets it measure; one that measures already goes on.
  void prove() throws DriverException, InterruptedException {
    link.write(new byte[] {(byte) 0xFF}); // the edge that wakes its interface, datasheet §5.1
    link.write(ShdlcFrame.command(WAKE));
    String serial = ask(error -> error == 0, DEVICE, SERIAL_NUMBER).text();
    List<Integer> version = ask(error -> error == 0, VERSION).data();
    identity =
        new Identity(
            "Sensirion",
            "SPS30",
            serial,
            version.size() < 2 ? "" : version.get(0) + "." + version.get(1));
    ask(error -> error == 0 || error == NOT_IN_THIS_STATE, START, 0x01, 0x03);
    fanSince = context.clock().instant();
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    while (true) {
      ShdlcFrame answer = ask(error -> error == 0, READ);
      ensureOpen();
      if (answer.data().size() == 4 * CHANNELS.size()) {
        sink.emit(context.clock().instant(), readings(answer));
        return;
      }
      if (!answer.data().isEmpty()) {
        throw DriverException.protocol(
            "measurement: expected %d bytes, found %d"
                .formatted(4 * CHANNELS.size(), answer.data().size()));
      }
      if (System.nanoTime() > deadlineNanos) {
        throw DriverException.unavailable(
            "no new measurement within %d ms".formatted(settings.timeout().toMillis()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private ShdlcFrame ask(IntPredicate fine, int command, int... data)
      throws DriverException, InterruptedException {
    ShdlcFrame answer =
        reader.ask(
            ShdlcFrame.command(command, data),
            frame -> frame.command() == command,
            settings.timeout());
    if (fine.test(answer.error())) {
      return answer;
    }
    String told =
        "command 0x%02X: error 0x%02X [%s]"
            .formatted(command, answer.error(), words(answer.error()));
    // It does not measure any more: it has restarted, and is to be opened again.
    throw answer.error() == NOT_IN_THIS_STATE
        ? DriverException.unavailable(told)
        : DriverException.protocol(told);
  }

  /// Datasheet §5.2, table 6.
  private static String words(int error) {
    return switch (error) {
      case 0x01 -> "wrong data length";
      case 0x02 -> "unknown command";
      case 0x03 -> "no access right";
      case 0x04 -> "illegal parameter";
      case 0x28 -> "internal function argument out of range";
      case NOT_IN_THIS_STATE -> "not allowed in this state: it does not measure";
      default -> "unknown";
    };
  }

  /// An error flag of the device means a fan or laser that does not run as it should (datasheet
  /// §4.4), so no number of it can be believed.
  private List<Reading> readings(ShdlcFrame answer) {
    boolean warm = !context.clock().instant().isBefore(fanSince.plus(settings.warmUp()));
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < CHANNELS.size(); i++) {
      Channel channel = CHANNELS.get(i);
      double value = answer.number(i);
      if (channel.unit().equals(Unit.MILLIMETRE)) {
        value /= MICROMETRES_PER_MILLIMETRE;
      }
      if (answer.deviceError() || !Double.isFinite(value)) {
        readings.add(channel.bad(Quality.BAD_SENSOR));
      } else {
        Reading reading = channel.reading(value);
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
