package vn.binhduong.gateway.driver.snmp;

import java.util.LinkedHashSet;
import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `ntcip1209`, traffic sensors on a link of type `snmp`.
public final class Ntcip1209Factory implements DriverFactory<Ntcip1209Settings> {
  @Override
  public String type() {
    return "ntcip1209";
  }

  @Override
  public Class<Ntcip1209Settings> settings() {
    return Ntcip1209Settings.class;
  }

  @Override
  public String instrument() {
    return "traffic sensors by NTCIP 1209: lanes, classes";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SnmpLink.class);
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.PEER);
  }

  /// Each zone: one sensor may be several devices with different zones.
  @Override
  public Set<String> claims(Ntcip1209Settings settings) {
    Set<String> claims = new LinkedHashSet<>();
    settings.zones().forEach(zone -> claims.add("zone " + zone));
    return claims;
  }

  /// Opens the sensor once its agent answers and has the first zone.
  ///
  /// @throws DriverException MISCONFIGURED when the agent has no sampleDataTable, PROTOCOL when it
  ///   has no such zone (yet)
  @Override
  public Ntcip1209Driver open(Ntcip1209Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return Ntcip1209Driver.open(settings, context, context.link(SnmpLink.class));
  }
}
