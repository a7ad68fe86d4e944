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

/// Makes devices of type `scd4x`: the Sensirion SCD40 and SCD41, on a link of type `i2c`.
public final class Scd4xFactory implements DriverFactory<Scd4xSettings> {
  @Override
  public String type() {
    return "scd4x";
  }

  @Override
  public Class<Scd4xSettings> settings() {
    return Scd4xSettings.class;
  }

  @Override
  public String instrument() {
    return "carbon dioxide: Sensirion SCD40 and SCD41";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Scd4xDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.VECTOR, Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Scd4xSettings settings) {
    return Set.of("address 0x%02X".formatted(Scd4xDriver.ADDRESS));
  }

  /// Opens the device once it told its serial number and measures.
  @Override
  public Scd4xDriver open(Scd4xSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Scd4xDriver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
