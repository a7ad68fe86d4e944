package vn.binhduong.gateway.driver.coap;

import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

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

  @Override
  public String instrument() {
    return "constrained nodes that post SenML";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(CoapServerLink.class);
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.PEER);
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
