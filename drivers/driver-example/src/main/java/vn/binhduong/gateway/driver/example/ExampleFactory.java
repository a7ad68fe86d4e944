package vn.binhduong.gateway.driver.example;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `example`, on a link of type `serial` with 9600 baud.
public final class ExampleFactory implements DriverFactory<ExampleSettings> {
  @Override
  public String type() {
    return "example";
  }

  @Override
  public Class<ExampleSettings> settings() {
    return ExampleSettings.class;
  }

  @Override
  public String instrument() {
    return "a probe for climate that does not exist";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return ExampleDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Set<Integer> bauds(ExampleSettings settings) {
    return Set.of(9600);
  }

  @Override
  public Set<String> claims(ExampleSettings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once it answered.
  @Override
  public ExampleDriver open(ExampleSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new ExampleDriver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
