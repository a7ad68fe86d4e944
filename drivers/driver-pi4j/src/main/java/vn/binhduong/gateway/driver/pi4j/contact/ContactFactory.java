package vn.binhduong.gateway.driver.pi4j.contact;

import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.GpioLink;

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
  public ContactDriver open(ContactSettings settings, DriverContext context)
      throws DriverException {
    var driver = new ContactDriver(settings, context, context.link(GpioLink.class));
    driver.prove();
    return driver;
  }
}
