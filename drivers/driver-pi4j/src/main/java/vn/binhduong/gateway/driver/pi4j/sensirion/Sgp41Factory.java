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

/// Makes devices of type `sgp41`: the Sensirion SGP41, on a link of type `i2c`.
public final class Sgp41Factory implements DriverFactory<Sgp41Settings> {
  @Override
  public String type() {
    return "sgp41";
  }

  @Override
  public Class<Sgp41Settings> settings() {
    return Sgp41Settings.class;
  }

  @Override
  public String instrument() {
    return "gases: Sensirion SGP41";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sgp41Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Sgp41Settings settings) {
    return Set.of("address 0x%02X".formatted(Sgp41Driver.ADDRESS));
  }

  /// Opens the device once it told its serial number and passed its own test.
  @Override
  public Sgp41Driver open(Sgp41Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sgp41Driver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
