package vn.binhduong.gateway.driver.simulated;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// A simulated instrument that is asked: reads a pure model at the time of the clock.
final class PolledInstrument implements PolledDriver {
  private final Instrument instrument;
  private final String model;
  private final List<Channel> channels;
  private final Function<Instant, List<Reading>> values;
  private List<Reading> last;

  /// @param values the readings of all channels at an instant
  PolledInstrument(
      Instrument instrument,
      String model,
      List<Channel> channels,
      Function<Instant, List<Reading>> values) {
    this.instrument = instrument;
    this.model = model;
    this.channels = channels;
    this.values = values;
    last = values.apply(instrument.now());
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Identity identity() {
    return instrument.identity(model);
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    boolean stuck = instrument.answer();
    Instant now = instrument.now();
    if (!stuck) {
      last = values.apply(now);
    }
    instrument.truth().append(now, last);
    sink.emit(now, last);
  }

  @Override
  public void close() {
    instrument.close();
  }
}
