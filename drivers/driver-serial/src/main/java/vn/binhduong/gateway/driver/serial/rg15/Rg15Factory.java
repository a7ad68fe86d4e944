package vn.binhduong.gateway.driver.serial.rg15;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `rg15`: the Hydreon RG-15, on a link of type `serial` with 9600 baud.
public final class Rg15Factory implements DriverFactory<Rg15Settings> {
  @Override
  public String type() {
    return "rg15";
  }

  @Override
  public Class<Rg15Settings> settings() {
    return Rg15Settings.class;
  }

  @Override
  public String instrument() {
    return "rain: Hydreon RG-15";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Rg15Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<String> claims(Rg15Settings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once it answered twice, in millimetres.
  @Override
  public Rg15Driver open(Rg15Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Rg15Driver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
