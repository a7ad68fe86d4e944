package vn.binhduong.gateway.driver.coap;

import java.time.Duration;
import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `coap-observe`, without a link.
public final class CoapObserveFactory implements DriverFactory<CoapObserveSettings> {
  @Override
  public String type() {
    return "coap-observe";
  }

  @Override
  public Class<CoapObserveSettings> settings() {
    return CoapObserveSettings.class;
  }

  @Override
  public String instrument() {
    return "constrained nodes that are observed";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("CoAP");
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  /// Opening waits for the first answer.
  @Override
  public Duration longestCall(CoapObserveSettings settings) {
    return settings.answerTimeout();
  }

  @Override
  public CoapObserveDriver open(CoapObserveSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return CoapObserveDriver.open(settings, context);
  }
}
