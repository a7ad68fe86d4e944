package vn.binhduong.gateway.driver.simulated;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;

/// What all simulated instruments share: their faults, their truth log, and being closed.
final class Instrument implements AutoCloseable {
  /// How often a waiting call looks whether it may go on.
  static final long LOOK_MILLIS = 50;

  private static final int GARBAGE_CURVE = 81;
  private static final int GARBAGE_BYTES = 8;

  private final DriverContext context;
  private final SimSettings settings;
  private final Faults faults;
  private final TruthLog truth;
  private volatile boolean closed;

  private Instrument(DriverContext context, SimSettings settings, Faults faults, TruthLog truth) {
    this.context = context;
    this.settings = settings;
    this.faults = faults;
    this.truth = truth;
  }

  /// Opens an instrument, which must be there.
  static Instrument open(DriverContext context, SimSettings settings)
      throws DriverException, InterruptedException {
    Instrument instrument =
        new Instrument(
            context,
            settings,
            new Faults(settings, context.clock().instant()),
            new TruthLog(context.deviceId(), settings.truthLog()));
    try {
      if (instrument.fault().orElse(null) != FaultKind.GARBAGE) {
        instrument.answer();
      }
      return instrument;
    } catch (DriverException | InterruptedException failed) {
      instrument.close();
      throw failed;
    }
  }

  /// The fault of this moment; throws when the device was closed.
  Optional<FaultKind> fault() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("simulated instrument: closed");
    }
    return faults.at(context.clock().instant());
  }

  /// Waits as long as the instrument hangs, and throws where it does not answer properly.
  ///
  /// @return whether it repeats its last values
  boolean answer() throws DriverException, InterruptedException {
    Optional<FaultKind> fault = fault();
    while (fault.orElse(null) == FaultKind.HANG) {
      Thread.sleep(LOOK_MILLIS);
      fault = fault();
    }
    return switch (fault.orElse(null)) {
      case DROP_OUT ->
          throw DriverException.unavailable(
              "simulated instrument: expected an answer, found it unplugged");
      case GARBAGE ->
          throw DriverException.protocol(
              "simulated instrument: expected a frame with a valid checksum, found " + garbage());
      case STUCK -> true;
      case null -> false;
      case HANG -> throw new AssertionError("waited until it was over");
    };
  }

  private String garbage() {
    byte[] bytes = new byte[GARBAGE_BYTES];
    Draws draws =
        new Draws(settings.seed(), GARBAGE_CURVE, context.clock().instant().toEpochMilli());
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (draws.uniform() * 256);
    }
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }

  /// The time of the device.
  Instant now() {
    return context.clock().instant();
  }

  /// Where every sample is noted before it is emitted.
  TruthLog truth() {
    return truth;
  }

  /// What it says of itself.
  Driver.Identity identity(String model) {
    return new Driver.Identity("simulated", model, "SIM-" + settings.seed(), "1");
  }

  @Override
  public void close() {
    closed = true;
    truth.close();
  }
}
