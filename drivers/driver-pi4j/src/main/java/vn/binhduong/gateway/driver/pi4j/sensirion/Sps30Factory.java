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

/// Makes devices of type `sps30-i2c`: the Sensirion SPS30 in I2C mode (its pin SEL is low), on a
/// link of type `i2c`.
public final class Sps30Factory implements DriverFactory<Sps30Settings> {
  @Override
  public String type() {
    return "sps30-i2c";
  }

  @Override
  public Class<Sps30Settings> settings() {
    return Sps30Settings.class;
  }

  @Override
  public String instrument() {
    return "particulates: Sensirion SPS30, pin SEL low";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(I2cLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sps30Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Set<String> claims(Sps30Settings settings) {
    return Set.of("address 0x%02X".formatted(Sps30Driver.ADDRESS));
  }

  /// Opens the device once it told its serial number and measures.
  @Override
  public Sps30Driver open(Sps30Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sps30Driver(settings, context, context.link(I2cLink.class));
    driver.prove();
    return driver;
  }
}
