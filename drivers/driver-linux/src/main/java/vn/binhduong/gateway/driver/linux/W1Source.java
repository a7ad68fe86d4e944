package vn.binhduong.gateway.driver.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// A 1-Wire thermometer. What was garbled on the wire, or not measured, is asked for again a
/// bounded number of times.
final class W1Source implements Source {
  static final Channel TEMPERATURE =
      new Channel(
          "temperature",
          Unit.CELSIUS,
          W1Scratchpad.MIN_CELSIUS,
          W1Scratchpad.MAX_CELSIUS,
          "Temperature");

  /// Starts a conversion and waits for it.
  @FunctionalInterface
  interface Conversion {
    /// What it means.
    ///
    /// @throws DriverException when the chip did not answer, or not intelligibly
    W1Temperature convert() throws DriverException, InterruptedException;
  }

  private final Conversion conversion;
  private final int retries;
  private final System.Logger logger;
  private @Nullable String told;

  /// @param retries how often one read may ask again
  W1Source(Conversion conversion, int retries, System.Logger logger) {
    this.conversion = conversion;
    this.retries = retries;
    this.logger = logger;
  }

  @Override
  public List<Channel> channels() {
    return List.of(TEMPERATURE);
  }

  @Override
  public List<Reading> read() throws DriverException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      boolean last = attempt == retries;
      try {
        switch (conversion.convert()) {
          case W1Temperature.Celsius(double value) -> {
            told = null;
            return List.of(TEMPERATURE.reading(value));
          }
          case W1Temperature.Invalid(String why) -> {
            if (last) {
              tell(why);
              return List.of(TEMPERATURE.bad(Quality.BAD_SENSOR));
            }
          }
        }
      } catch (DriverException failed) {
        if (last) {
          throw failed;
        }
      }
    }
  }

  /// Logs why there is no value, when that changes.
  private void tell(String why) {
    if (!why.equals(told)) {
      told = why;
      logger.log(System.Logger.Level.WARNING, "no temperature: {0}", why);
    }
  }
}
