package vn.binhduong.gateway.driver.serial.senseair;

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

/// One Senseair S8, alone on its line.
final class SenseairS8Driver implements PolledDriver {
  static final Channel CO2 =
      new Channel("co2", Unit.PARTS_PER_MILLION, 0, 10_000, "Carbon dioxide");

  /// Input registers 1 to 4: meter status, alarm status, output status, concentration.
  private static final int MEASUREMENT = 0;

  private static final int MEASUREMENT_WORDS = 4;

  /// Input registers 29 to 31: firmware, serial number.
  private static final int IDENTITY = 28;

  private static final int IDENTITY_WORDS = 3;

  /// Meter status: everything but "out of range" means that the number cannot be believed.
  private static final int OUT_OF_RANGE = 1 << 5;

  private static final int FAULTS = 0b101_1111;

  static final List<Channel> CHANNELS = List.of(CO2);

  private final SenseairS8Settings settings;
  private final DriverContext context;
  private final FrameReader<S8Answer> reader;
  private Identity identity = Identity.UNKNOWN;
  private volatile boolean closed;

  SenseairS8Driver(SenseairS8Settings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.reader = new FrameReader<>(link, S8Answer.FRAMING, S8Answer.BYTES_MAX);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  /// Reads once, and who it is where it tells.
  void prove() throws DriverException, InterruptedException {
    measurement();
    S8Answer answer = ask(IDENTITY, IDENTITY_WORDS);
    boolean told = answer.exception() == 0;
    identity =
        new Identity(
            "Senseair",
            "S8",
            told ? "%04X%04X".formatted(answer.words().get(1), answer.words().get(2)) : "",
            told
                ? "%d.%d".formatted(answer.words().get(0) >> 8, answer.words().get(0) & 0xFF)
                : "");
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    S8Answer answer = measurement();
    ensureOpen();
    sink.emit(context.clock().instant(), reading(answer.words()));
  }

  static Reading reading(List<Integer> words) {
    int status = words.get(0);
    if ((status & FAULTS) != 0) {
      return CO2.bad(Quality.BAD_SENSOR);
    }
    Reading reading = CO2.reading(words.get(3));
    return (status & OUT_OF_RANGE) == 0 ? reading : reading.withQuality(Quality.UNCERTAIN_RANGE);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private S8Answer measurement() throws DriverException, InterruptedException {
    S8Answer answer = ask(MEASUREMENT, MEASUREMENT_WORDS);
    if (answer.exception() != 0) {
      throw DriverException.protocol(
          "input registers 1 to 4: refused with exception 0x%02X".formatted(answer.exception()));
    }
    return answer;
  }

  private S8Answer ask(int first, int count) throws DriverException, InterruptedException {
    return reader.ask(
        S8Answer.request(first, count),
        answer -> answer.exception() != 0 || answer.words().size() == count,
        settings.timeout());
  }

  @Override
  public void close() {
    closed = true;
  }
}
