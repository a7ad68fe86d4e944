package vn.binhduong.gateway.driver.serial.ss125;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver.Identity;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.FrameReader;
import vn.binhduong.gateway.driver.SerialLink;

/// Asks one sensor on a line, which may have others. It only reads, and sets nothing.
///
/// Every poll begins with the clock of the sensor, which may be asked again without harm; so the
/// reader is in step when an event is asked for, which can be had only once.
final class Ss125Sensor {
  /// How often the setup is read again: somebody may change the units of the sensor.
  private static final Duration SETUP_AGE_MAX = Duration.ofMinutes(1);

  private static final int DATA_CONFIGURATION = 0x03;
  private static final int DATA_CONFIGURATION_BYTES = 28;
  private static final int VERSION = 0x04;
  private static final int VERSION_BYTES = 19;
  private static final int CLOCK = 0x0E;
  private static final int CLOCK_BYTES = 11;
  private static final int RESULT_BYTES = 5;

  private final int id;
  private final Duration timeout;
  private final InstantSource clock;
  private final FrameReader<Z1Frame> reader;
  private int sequence;
  private @Nullable SensorSetup setup;
  private Instant setupRead = Instant.EPOCH;

  /// The sensor refused a request.
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refused(int code) {
      super("refused with result " + Z1Result.text(code));
      this.code = code;
    }
  }

  Ss125Sensor(int id, Duration timeout, InstantSource clock, SerialLink link) {
    this.id = id;
    this.timeout = timeout;
    this.clock = clock;
    this.reader = new FrameReader<>(link, Z1Frame.FRAMING, Z1Frame.BYTES_MAX);
  }

  /// Who it is; old firmware may refuse to tell its version.
  Identity identity() throws DriverException, InterruptedException {
    SensorSetup told = setup();
    String version;
    try {
      version = "%08X".formatted(ask(VERSION, VERSION_BYTES).u32(3));
    } catch (Refused e) {
      version = "";
    }
    return new Identity("Wavetronix", "SmartSensor HD", told.serial(), version);
  }

  /// Its setup, at most a minute old.
  SensorSetup setup() throws DriverException, InterruptedException {
    Instant now = clock.instant();
    SensorSetup known = setup;
    if (known == null || !now.isBefore(setupRead.plus(SETUP_AGE_MAX))) {
      known = SensorSetup.of(read("setup", SensorSetup.MESSAGE, SensorSetup.BODY_BYTES));
      setup = known;
      setupRead = now;
    }
    return known;
  }

  /// Length of its intervals.
  Duration period() throws DriverException, InterruptedException {
    Z1Frame frame = read("data configuration", DATA_CONFIGURATION, DATA_CONFIGURATION_BYTES);
    return Duration.ofSeconds(frame.u16(3));
  }

  /// Its clock, empty where that shows no date.
  Optional<Instant> clock() throws DriverException, InterruptedException {
    return read("clock", CLOCK, CLOCK_BYTES).time(3);
  }

  /// All packets of the latest interval; empty when none is complete yet.
  List<IntervalPacket> latestInterval() throws DriverException, InterruptedException {
    Z1Frame first;
    try {
      first = ask(IntervalPacket.MESSAGE, IntervalPacket.BODY_BYTES, IntervalPacket.latest());
    } catch (Refused e) {
      if (e.code == Z1Result.NO_SUCH_INTERVAL.code()) {
        return List.of();
      }
      throw refused("interval", e);
    }
    List<IntervalPacket> packets = new ArrayList<>();
    packets.add(IntervalPacket.of(first));
    IntervalPacket.Interval interval = packets.getFirst().interval();
    while (packets.size() < interval.packets()) {
      IntervalPacket next = IntervalPacket.of(follow(IntervalPacket.MESSAGE, packets.size()));
      if (!next.interval().equals(interval)) {
        throw DriverException.protocol(
            "interval: expected packet %d of %s, found one of %s"
                .formatted(packets.size(), interval, next.interval()));
      }
      packets.add(next);
    }
    return packets;
  }

  /// The oldest event it keeps, which it then keeps no longer; empty when there is none.
  Optional<ActiveEvent> nextEvent() throws DriverException, InterruptedException {
    return ActiveEvent.of(read("event", ActiveEvent.MESSAGE, ActiveEvent.BODY_BYTES));
  }

  private Z1Frame read(String what, int message, int bodyBytes)
      throws DriverException, InterruptedException {
    try {
      return ask(message, bodyBytes);
    } catch (Refused e) {
      throw refused(what, e);
    }
  }

  private static DriverException refused(String what, Refused cause) {
    return new DriverException(
        DriverException.Kind.PROTOCOL, what + ": " + cause.getMessage(), cause);
  }

  private Z1Frame ask(int message, int bodyBytes, byte... data)
      throws DriverException, InterruptedException, Refused {
    int asked = sequence;
    sequence = sequence + 1 & 0xFF;
    Z1Frame answer =
        reader.ask(
            Z1Frame.request(id, asked, message, data),
            frame -> answers(frame, message) && frame.sequence() == (asked + 1 & 0xFF),
            timeout);
    if (answer.type() == Z1Frame.RESULT) {
      if (answer.body().size() != RESULT_BYTES) {
        throw wrongLength(message, RESULT_BYTES, answer);
      }
      throw new Refused(answer.u16(3));
    }
    return checked(answer, message, bodyBytes);
  }

  /// The packet that follows in the same answer.
  private Z1Frame follow(int message, int packet) throws DriverException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (true) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        throw DriverException.protocol(
            "message %02X: expected packet %d within %d ms, found others"
                .formatted(message, packet, timeout.toMillis()));
      }
      Z1Frame frame = reader.next(Duration.ofNanos(leftNanos));
      if (answers(frame, message) && frame.subId() == packet) {
        return checked(frame, message, IntervalPacket.BODY_BYTES);
      }
    }
  }

  private boolean answers(Z1Frame frame, int message) {
    return frame.from() == id
        && frame.to() == 0
        && frame.message() == message
        && (frame.type() == Z1Frame.READ || frame.type() == Z1Frame.RESULT);
  }

  private static Z1Frame checked(Z1Frame frame, int message, int bodyBytes) throws DriverException {
    if (frame.body().size() != bodyBytes) {
      throw wrongLength(message, bodyBytes, frame);
    }
    return frame;
  }

  private static DriverException wrongLength(int message, int bodyBytes, Z1Frame frame) {
    return DriverException.protocol(
        "message %02X: expected a body of %d bytes, found %d"
            .formatted(message, bodyBytes, frame.body().size()));
  }
}
