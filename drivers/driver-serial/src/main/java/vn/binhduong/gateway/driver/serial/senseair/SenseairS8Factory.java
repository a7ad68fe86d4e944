package vn.binhduong.gateway.driver.serial.senseair;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

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
  public String instrument() {
    return "carbon dioxide: Senseair S8";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return SenseairS8Driver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.VECTOR, Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<Integer> bauds(SenseairS8Settings settings) {
    return Set.of(9600);
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
