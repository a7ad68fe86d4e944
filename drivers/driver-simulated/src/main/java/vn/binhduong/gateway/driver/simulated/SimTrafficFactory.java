package vn.binhduong.gateway.driver.simulated;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// A traffic detector above one street: one event for each vehicle.
public final class SimTrafficFactory implements DriverFactory<TrafficSettings> {
  @Override
  public String type() {
    return "sim-traffic";
  }

  @Override
  public Class<TrafficSettings> settings() {
    return TrafficSettings.class;
  }

  @Override
  public String instrument() {
    return "a traffic detector by a seed, no instrument";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("in the process");
  }

  @Override
  public List<Channel> channels() {
    return TrafficDetector.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Driver open(TrafficSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return new TrafficDetector(Instrument.open(context, settings.common()), settings);
  }
}
