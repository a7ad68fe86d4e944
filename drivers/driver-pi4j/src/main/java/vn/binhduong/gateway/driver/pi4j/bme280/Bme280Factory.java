package vn.binhduong.gateway.driver.pi4j.bme280;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `bme280`: the Bosch BME280 and BMP280, on a link of type `i2c`.
public final class Bme280Factory implements DriverFactory<Bme280Settings> {
  @Override
  public String type() {
    return "bme280";
  }

  @Override
  public Class<Bme280Settings> settings() {
    return Bme280Settings.class;
  }

  @Override
  public String instrument() {
    return "climate: Bosch BME280 and BMP280";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Bme280Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.VECTOR, Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Bme280Settings settings) {
    return Set.of("address 0x%02X".formatted(settings.address()));
  }

  /// Opens the device once it told which chip it is, and its calibration.
  @Override
  public Bme280Driver open(Bme280Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Bme280Driver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
