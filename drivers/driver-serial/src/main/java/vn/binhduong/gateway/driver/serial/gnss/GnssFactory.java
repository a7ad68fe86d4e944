package vn.binhduong.gateway.driver.serial.gnss;

import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;

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
