package vn.binhduong.gateway.driver.coap;

import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;

/// Makes devices of type `coap-node`, on a link of type `coap-server`.
public final class CoapNodeFactory implements DriverFactory<CoapNodeSettings> {
  @Override
  public String type() {
    return "coap-node";
  }

  @Override
  public Class<CoapNodeSettings> settings() {
    return CoapNodeSettings.class;
  }

  /// The path: one server has it once.
  @Override
  public Set<String> claims(CoapNodeSettings settings) {
    return Set.of("path /" + settings.path());
  }

  @Override
  public CoapNodeDriver open(CoapNodeSettings settings, DriverContext context)
      throws DriverException {
    return new CoapNodeDriver(settings, context, context.link(CoapServerLink.class));
  }
}
