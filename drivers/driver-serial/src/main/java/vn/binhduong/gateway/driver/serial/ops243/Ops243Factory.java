package vn.binhduong.gateway.driver.serial.ops243;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `ops243`: the OmniPreSense OPS243, on a link of type `serial` with 19200
/// baud.
public final class Ops243Factory implements DriverFactory<Ops243Settings> {
  @Override
  public String type() {
    return "ops243";
  }

  @Override
  public Class<Ops243Settings> settings() {
    return Ops243Settings.class;
  }

  @Override
  public String instrument() {
    return "traffic radar: OmniPreSense OPS243-A and -C";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Ops243Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<String> claims(Ops243Settings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once it told its version.
  @Override
  public Ops243Driver open(Ops243Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Ops243Driver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
