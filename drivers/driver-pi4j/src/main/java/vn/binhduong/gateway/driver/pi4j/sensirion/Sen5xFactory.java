package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `sen5x`: the Sensirion SEN50, SEN54 and SEN55, on a link of type `i2c`.
public final class Sen5xFactory implements DriverFactory<Sen5xSettings> {
  @Override
  public String type() {
    return "sen5x";
  }

  @Override
  public Class<Sen5xSettings> settings() {
    return Sen5xSettings.class;
  }

  @Override
  public String instrument() {
    return "particulates, climate, gases: Sensirion SEN50, SEN54, SEN55";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sen5xDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Sen5xSettings settings) {
    return Set.of("address 0x%02X".formatted(Sen5xDriver.ADDRESS));
  }

  /// Opens the device once it told its serial number and measures.
  @Override
  public Sen5xDriver open(Sen5xSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sen5xDriver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
