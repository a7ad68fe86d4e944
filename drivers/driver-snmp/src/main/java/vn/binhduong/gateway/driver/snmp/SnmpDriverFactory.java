package vn.binhduong.gateway.driver.snmp;

import java.util.LinkedHashSet;
import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `snmp`, on a link of type `snmp`.
public final class SnmpDriverFactory implements DriverFactory<SnmpSettings> {
  @Override
  public String type() {
    return "snmp";
  }

  @Override
  public Class<SnmpSettings> settings() {
    return SnmpSettings.class;
  }

  @Override
  public String instrument() {
    return "any agent of SNMP, by a list of objects";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SnmpLink.class);
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.PEER);
  }

  /// Each object it reads: one agent may be several devices with different objects.
  @Override
  public Set<String> claims(SnmpSettings settings) {
    Set<String> claims = new LinkedHashSet<>();
    settings.objects().forEach(object -> claims.add("object " + object.name()));
    return claims;
  }

  /// Opens the device once its agent answers and says who it is.
  @Override
  public SnmpDriver open(SnmpSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    SnmpLink link = context.link(SnmpLink.class);
    return new SnmpDriver(settings, context, link, AgentIdentity.ask(link));
  }
}
