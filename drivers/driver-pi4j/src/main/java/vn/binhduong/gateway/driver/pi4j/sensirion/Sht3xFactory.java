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

/// Makes devices of type `sht3x`: the Sensirion SHT30, SHT31 and SHT35, on a link of type `i2c`.
public final class Sht3xFactory implements DriverFactory<Sht3xSettings> {
  @Override
  public String type() {
    return "sht3x";
  }

  @Override
  public Class<Sht3xSettings> settings() {
    return Sht3xSettings.class;
  }

  @Override
  public String instrument() {
    return "climate: Sensirion SHT30, SHT31, SHT35";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sht3xDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Sht3xSettings settings) {
    return Set.of("address 0x%02X".formatted(settings.address()));
  }

  /// Opens the device once it told its serial number.
  @Override
  public Sht3xDriver open(Sht3xSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sht3xDriver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
