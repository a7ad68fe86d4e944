package vn.binhduong.gateway.driver.serial.senseair;

import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;

/// Makes devices of type `senseair-s8`: the Senseair S8, on a link of type `serial` with 9600 baud.
public final class SenseairS8Factory implements DriverFactory<SenseairS8Settings> {
  @Override
  public String type() {
    return "senseair-s8";
  }

  @Override
  public Class<SenseairS8Settings> settings() {
    return SenseairS8Settings.class;
  }

  @Override
  public Set<String> claims(SenseairS8Settings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once it answered twice.
  @Override
  public SenseairS8Driver open(SenseairS8Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new SenseairS8Driver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
