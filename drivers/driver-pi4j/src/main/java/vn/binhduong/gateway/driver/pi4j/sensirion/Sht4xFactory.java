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

/// Makes devices of type `sht4x`: the Sensirion SHT40, SHT41 and SHT45, on a link of type `i2c`.
public final class Sht4xFactory implements DriverFactory<Sht4xSettings> {
  @Override
  public String type() {
    return "sht4x";
  }

  @Override
  public Class<Sht4xSettings> settings() {
    return Sht4xSettings.class;
  }

  @Override
  public String instrument() {
    return "climate: Sensirion SHT40, SHT41, SHT45";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sht4xDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Sht4xSettings settings) {
    return Set.of("address 0x%02X".formatted(settings.address()));
  }

  /// Opens the device once it told its serial number.
  @Override
  public Sht4xDriver open(Sht4xSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sht4xDriver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
