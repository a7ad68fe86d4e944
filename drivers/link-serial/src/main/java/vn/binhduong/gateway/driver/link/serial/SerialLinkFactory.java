package vn.binhduong.gateway.driver.link.serial;

import java.util.OptionalInt;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.SerialLink;

/// Makes links of type `serial`. The port is opened at once; where it was unplugged, the host opens
/// it again by its name.
public final class SerialLinkFactory implements LinkFactory<SerialSettings> {
  @Override
  public String type() {
    return "serial";
  }

  @Override
  public Class<SerialSettings> settings() {
    return SerialSettings.class;
  }

  @Override
  public OptionalInt baud(SerialSettings settings) {
    return OptionalInt.of(settings.baud());
  }

  /// Opens the port.
  ///
  /// @throws DriverException UNAVAILABLE when there is no such port or it cannot be had; the
  ///   message names port and link
  @Override
  public SerialLink open(SerialSettings settings, String name) throws DriverException {
    try {
      return SerialPortLink.open(settings);
    } catch (DriverException e) {
      throw new DriverException(e.kind(), "serial " + name + ": " + e.getMessage(), e);
    }
  }
}
