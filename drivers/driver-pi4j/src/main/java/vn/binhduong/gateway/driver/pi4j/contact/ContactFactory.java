package vn.binhduong.gateway.driver.pi4j.contact;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `contact`: doors, tamper switches, floats, on a link of type `gpio`.
public final class ContactFactory implements DriverFactory<ContactSettings> {
  @Override
  public String type() {
    return "contact";
  }

  @Override
  public Class<ContactSettings> settings() {
    return ContactSettings.class;
  }

  @Override
  public String instrument() {
    return "doors, tamper switches, floats";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(GpioLink.class);
  }

  @Override
  public List<Channel> channels() {
    return ContactDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public ContactDriver open(ContactSettings settings, DriverContext context)
      throws DriverException {
    var driver = new ContactDriver(settings, context, context.link(GpioLink.class));
    driver.prove();
    return driver;
  }
}
