package vn.binhduong.gateway.driver.simulated;

import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Unit;

/// A sound level meter.
public final class SimSoundFactory implements DriverFactory<SimSettings> {
  static final Channel LEVEL =
      new Channel("level", Unit.DECIBEL, 30, 130, "A-weighted sound level, instantaneous");

  private static final List<Channel> CHANNELS = List.of(LEVEL);

  @Override
  public String type() {
    return "sim-sound";
  }

  @Override
  public Class<SimSettings> settings() {
    return SimSettings.class;
  }

  @Override
  public Driver open(SimSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return new PolledInstrument(
        Instrument.open(context, settings),
        type(),
        CHANNELS,
        at -> List.of(LEVEL.reading(Sound.levelAt(settings.seed(), at))));
  }
}
