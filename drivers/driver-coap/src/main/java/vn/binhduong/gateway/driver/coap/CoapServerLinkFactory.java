package vn.binhduong.gateway.driver.coap;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.LinkFactory;

/// Makes links of type `coap-server`. The port is bound at once.
public final class CoapServerLinkFactory implements LinkFactory<CoapServerSettings> {
  @Override
  public String type() {
    return "coap-server";
  }

  @Override
  public Class<CoapServerSettings> settings() {
    return CoapServerSettings.class;
  }

  @Override
  public CoapServerLink open(CoapServerSettings settings, String name) throws DriverException {
    return new CoapServer(settings, name);
  }
}
