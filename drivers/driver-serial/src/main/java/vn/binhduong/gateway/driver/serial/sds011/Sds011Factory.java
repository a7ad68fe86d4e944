package vn.binhduong.gateway.driver.serial.sds011;

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

/// Makes devices of type `sds011`: the Nova SDS011, on a link of type `serial` with 9600 baud.
public final class Sds011Factory implements DriverFactory<Sds011Settings> {
  @Override
  public String type() {
    return "sds011";
  }

  @Override
  public Class<Sds011Settings> settings() {
    return Sds011Settings.class;
  }

  @Override
  public String instrument() {
    return "particulates: Nova SDS011";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sds011Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.VECTOR, Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<Integer> bauds(Sds011Settings settings) {
    return Set.of(9600);
  }

  @Override
  public Set<String> claims(Sds011Settings settings) {
    return Set.of("the serial line");
  }

  /// With a rest between polls, each poll waits until fan and air are steady.
  @Override
  public Duration longestCall(Sds011Settings settings) {
    return settings.rest() ? settings.warmUp().plus(settings.timeout()) : settings.timeout();
  }

  /// Opens the device once it told its firmware, or sent two frames in mode active.
  @Override
  public Sds011Driver open(Sds011Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sds011Driver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
