package vn.binhduong.gateway.driver.pi4j.pulse;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `pulse-counter`: rain gauges, anemometers and meters that close a contact,
/// on a link of type `gpio`.
public final class PulseFactory implements DriverFactory<PulseSettings> {
  @Override
  public String type() {
    return "pulse-counter";
  }

  @Override
  public Class<PulseSettings> settings() {
    return PulseSettings.class;
  }

  @Override
  public String instrument() {
    return "pulses: rain gauges with a tipping bucket, anemometers, meters";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(GpioLink.class);
  }

  @Override
  public List<Channel> channels() {
    return PulseDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public PulseDriver open(PulseSettings settings, DriverContext context) throws DriverException {
    var driver = new PulseDriver(settings, context, context.link(GpioLink.class));
    driver.prove();
    return driver;
  }
}
