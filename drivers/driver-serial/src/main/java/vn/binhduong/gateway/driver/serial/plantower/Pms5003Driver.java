package vn.binhduong.gateway.driver.serial.plantower;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/// One Plantower sensor. Concentrations are those "under atmospheric environment" (words 4 to 6),
/// which the maker names for outdoor use; those of "CF=1" are for calibration in a factory.
final class Pms5003Driver implements PolledDriver {
  static final Channel PM1 = mass("pm1", "PM1.0, atmospheric");
  static final Channel PM25 = mass("pm25", "PM2.5, atmospheric");
  static final Channel PM10 = mass("pm10", "PM10, atmospheric");
  static final List<Channel> COUNTS =
      List.of(
          count("n03", "0.3"),
          count("n05", "0.5"),
          count("n1", "1.0"),
          count("n25", "2.5"),
          count("n5", "5.0"),
          count("n10", "10"));
  static final Channel FORMALDEHYDE =
      new Channel("formaldehyde", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 2000, "Formaldehyde");
  static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -20, 99, "Temperature in the sensor");
  static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 99, "Humidity in the sensor");

  private static final int ATMOSPHERIC = 3;
  private static final int FIRST_EXTRA = 12;

  /// Every channel there can be, whatever the settings and the model.
  static final List<Channel> CHANNELS =
      Stream.of(List.of(PM1, PM25, PM10), COUNTS, List.of(FORMALDEHYDE, TEMPERATURE, HUMIDITY))
          .flatMap(List::stream)
          .toList();

  private final Pms5003Settings settings;
  private final DriverContext context;
  private final SerialLink link;
  private final FrameReader<PmsFrame> reader;
  private Instant fanSince;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  Pms5003Driver(Pms5003Settings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.link = link;
    this.reader = new FrameReader<>(link, PmsFrame.framing(settings.model()), PmsFrame.BYTES_MAX);
    this.fanSince = context.clock().instant();
  }

  private static Channel mass(String name, String doc) {
    return new Channel(name, Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, doc);
  }

  private static Channel count(String name, String micrometres) {
    return new Channel(
        name, Unit.COUNT, 0, 65535, "Particles larger than " + micrometres + " um in 0.1 l of air");
  }

  @Override
  public List<Channel> channels() {
    List<Channel> channels = new ArrayList<>(List.of(PM1, PM25, PM10));
    if (settings.model() != PmsModel.PMS3003) {
      channels.addAll(COUNTS);
    }
    if (settings.model() == PmsModel.PMS5003ST) {
      channels.addAll(List.of(FORMALDEHYDE, TEMPERATURE, HUMIDITY));
    }
    return channels;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Proves that a sensor of this model speaks.
  void prove() throws DriverException, InterruptedException {
    boolean passive = settings.mode() == Pms5003Settings.Mode.PASSIVE;
    if (passive) {
      link.write(PmsCommand.WAKE.bytes());
    }
    link.write((passive ? PmsCommand.PASSIVE : PmsCommand.ACTIVE).bytes());
    int version = versionAndError(read()) >> 8;
    identity =
        new Identity(
            "Plantower", settings.model().name().toUpperCase(Locale.ROOT), "", "" + version);
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    if (settings.rest()) {
      link.write(PmsCommand.WAKE.bytes());
      fanSince = context.clock().instant();
      TimeUnit.NANOSECONDS.sleep(settings.warmUp().toNanos());
      ensureOpen();
    }
    PmsFrame frame = read();
    ensureOpen();
    sink.emit(context.clock().instant(), readings(frame));
    if (settings.rest()) {
      link.write(PmsCommand.SLEEP.bytes());
    }
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// A frame measured from now on, never one that has waited in the port.
  private PmsFrame read() throws DriverException, InterruptedException {
    return switch (settings.mode()) {
      case ACTIVE -> {
        reader.discard();
        yield spoken();
      }
      case PASSIVE -> reader.ask(PmsCommand.READ.bytes(), this::isData, settings.timeout());
    };
  }

  /// The next measurement; the answer to a command may come before it.
  private PmsFrame spoken() throws DriverException, InterruptedException {
    long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    PmsFrame frame = reader.next(settings.timeout());
    while (!isData(frame)) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        throw DriverException.protocol("answers to commands only, expected measurements");
      }
      frame = reader.next(Duration.ofNanos(leftNanos));
    }
    return frame;
  }

  private boolean isData(PmsFrame frame) {
    return frame.words().size() == settings.model().words();
  }

  private int versionAndError(PmsFrame frame) {
    return frame.word(settings.model().words() - 1);
  }

  private List<Reading> readings(PmsFrame frame) {
    List<Reading> readings = new ArrayList<>();
    List<Channel> channels = channels();
    if ((versionAndError(frame) & 0xFF) != 0) {
      channels.forEach(channel -> readings.add(channel.bad(Quality.BAD_SENSOR)));
      return readings;
    }
    boolean warm =
        settings.rest() || !context.clock().instant().isBefore(fanSince.plus(settings.warmUp()));
    for (int i = 0; i < channels.size(); i++) {
      Reading reading = channels.get(i).reading(value(frame, i));
      readings.add(warm ? reading : reading.withQuality(Quality.UNCERTAIN_CHANGE));
    }
    return readings;
  }

  /// The value of the channel at `index`: three concentrations, six counts, three extras.
  private static double value(PmsFrame frame, int index) {
    int word = frame.word(index < 9 ? ATMOSPHERIC + index : FIRST_EXTRA + index - 9);
    return switch (index) {
      case 10 -> (short) word / 10.0;
      case 11 -> word / 10.0;
      default -> word;
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
