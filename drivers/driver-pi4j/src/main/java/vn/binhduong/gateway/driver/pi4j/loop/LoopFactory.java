package vn.binhduong.gateway.driver.pi4j.loop;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `loop-detector`: inductive-loop detectors with a relay for each loop, on a
/// link of type `gpio`.
public final class LoopFactory implements DriverFactory<LoopSettings> {
  @Override
  public String type() {
    return "loop-detector";
  }

  @Override
  public Class<LoopSettings> settings() {
    return LoopSettings.class;
  }

  @Override
  public String instrument() {
    return "inductive loops: vehicles, speed, length";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(GpioLink.class);
  }

  @Override
  public List<Channel> channels() {
    return LoopDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public LoopDriver open(LoopSettings settings, DriverContext context) throws DriverException {
    var driver = new LoopDriver(settings, context, context.link(GpioLink.class));
    driver.prove();
    return driver;
  }
}
