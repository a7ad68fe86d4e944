package vn.binhduong.gateway.driver.serial.gnss;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `gnss`: receivers that speak NMEA 0183, on a link of type `serial` with
/// 9600 baud.
public final class GnssFactory implements DriverFactory<GnssSettings> {
  @Override
  public String type() {
    return "gnss";
  }

  @Override
  public Class<GnssSettings> settings() {
    return GnssSettings.class;
  }

  @Override
  public String instrument() {
    return "position and time: receivers that speak NMEA 0183";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return GnssDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.PEER, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<String> claims(GnssSettings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once two sentences in a row came.
  @Override
  public GnssDriver open(GnssSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new GnssDriver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
