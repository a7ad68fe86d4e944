package vn.binhduong.gateway.driver.simulated;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.Verification;

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
  public String instrument() {
    return "a sound level meter by a seed, no instrument";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("in the process");
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
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
