package vn.binhduong.gateway.driver.serial.sps30;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `sps30-uart`: the Sensirion SPS30 in UART mode (its pin SEL is open), on a
/// link of type `serial` with 115200 baud.
public final class Sps30Factory implements DriverFactory<Sps30Settings> {
  @Override
  public String type() {
    return "sps30-uart";
  }

  @Override
  public Class<Sps30Settings> settings() {
    return Sps30Settings.class;
  }

  @Override
  public String instrument() {
    return "particulates: Sensirion SPS30, pin SEL open";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Sps30Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<Integer> bauds(Sps30Settings settings) {
    return Set.of(115_200);
  }

  @Override
  public Set<String> claims(Sps30Settings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once it told its serial number and measures.
  @Override
  public Sps30Driver open(Sps30Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Sps30Driver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
