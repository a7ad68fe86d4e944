package vn.binhduong.gateway.driver.serial.plantower;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `pms5003`: Plantower particulate sensors, on a link of type `serial` with
/// 9600 baud.
public final class Pms5003Factory implements DriverFactory<Pms5003Settings> {
  @Override
  public String type() {
    return "pms5003";
  }

  @Override
  public Class<Pms5003Settings> settings() {
    return Pms5003Settings.class;
  }

  @Override
  public String instrument() {
    return "particulates: Plantower PMS5003 and its family";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Pms5003Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<Integer> bauds(Pms5003Settings settings) {
    return Set.of(9600);
  }

  @Override
  public Set<String> claims(Pms5003Settings settings) {
    return Set.of("the serial line");
  }

  /// With a rest between polls, each poll waits until fan and air are steady.
  @Override
  public Duration longestCall(Pms5003Settings settings) {
    return settings.rest() ? settings.warmUp().plus(settings.timeout()) : settings.timeout();
  }

  /// Opens the device once two frames of its model came.
  @Override
  public Pms5003Driver open(Pms5003Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Pms5003Driver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
