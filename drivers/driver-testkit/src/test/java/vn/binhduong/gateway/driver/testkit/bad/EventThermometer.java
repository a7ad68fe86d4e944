package vn.binhduong.gateway.driver.testkit.bad;

import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.ReadingSink;

/// A thermometer that speaks by itself, with every misdeed of an event driver.
final class EventThermometer implements EventDriver {
  private final ThermometerFactory.Settings settings;
  private final DriverContext context;
  private final Hardware.Wire wire;
  private volatile boolean closed;

  EventThermometer(
      ThermometerFactory.Settings settings, DriverContext context, Hardware.Wire wire) {
    this.settings = settings;
    this.context = context;
    this.wire = wire;
  }

  @Override
  public List<Channel> channels() {
    return List.of(Thermometer.T);
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    long giveUp = System.nanoTime() + 3_000_000_000L;
    while (System.nanoTime() < giveUp) {
      try {
        report(sink);
      } catch (InterruptedException stop) {
        if (!settings.commits(Misdeed.RUNS_ON_AFTER_AN_INTERRUPT)) {
          throw stop;
        }
      }
    }
  }

  private void report(ReadingSink sink) throws DriverException, InterruptedException {
    if (closed) {
      throw DriverException.unavailable("thermometer: closed");
    }
    if (settings.commits(Misdeed.INVENTS_VALUES_IN_SILENCE) && wire.isSilent()) {
      sink.emit(context.clock().instant(), Thermometer.T.reading(20));
      Thread.sleep(1);
      return;
    }
    double value = wire.ask();
    if (value < -1000) {
      throw DriverException.protocol("thermometer: expected a temperature, found " + value);
    }
    long late = settings.commits(Misdeed.RUNS_LATE_BY_55_SECONDS) ? 55 : 0;
    sink.emit(context.clock().instant().minusSeconds(late), Thermometer.T.reading(value));
    Thread.sleep(1);
  }

  @Override
  public Duration longestSilence() {
    return settings.commits(Misdeed.MAY_BE_SILENT_FOR_EVER) ? Duration.ZERO : Duration.ofSeconds(1);
  }

  @Override
  public void close() {
    closed = true;
  }
}
