package vn.binhduong.gateway.driver.snmp;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.LinkFactory;

/// Makes links of type `snmp`. The agent is looked for by the first request.
public final class SnmpLinkFactory implements LinkFactory<SnmpLinkSettings> {
  @Override
  public String type() {
    return "snmp";
  }

  @Override
  public Class<SnmpLinkSettings> settings() {
    return SnmpLinkSettings.class;
  }

  @Override
  public SnmpLink open(SnmpLinkSettings settings, String name) throws DriverException {
    return new UdpSnmpLink(settings, name);
  }
}
