package vn.binhduong.gateway.driver.simulated;

import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;

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
  public Driver open(TrafficSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return new TrafficDetector(Instrument.open(context, settings.common()), settings);
  }
}
