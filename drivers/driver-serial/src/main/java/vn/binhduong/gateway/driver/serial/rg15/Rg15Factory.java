package vn.binhduong.gateway.driver.serial.rg15;

import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;

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
