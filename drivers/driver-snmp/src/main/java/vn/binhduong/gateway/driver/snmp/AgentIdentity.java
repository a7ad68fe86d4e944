package vn.binhduong.gateway.driver.snmp;

import java.util.List;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.DriverException;

/// What every agent says of itself (RFC 3418, system group).
///
/// @param description sysDescr, empty where the agent hides it
/// @param name sysName, empty where the agent hides it
record AgentIdentity(String description, String name) {
  static final OID SYS_DESCR = new OID("1.3.6.1.2.1.1.1.0");
  static final OID SYS_NAME = new OID("1.3.6.1.2.1.1.5.0");

  /// Asks for it; that proves that an agent answers and lets us in.
  static AgentIdentity ask(SnmpLink link) throws DriverException, InterruptedException {
    List<Variable> values = link.get(List.of(SYS_DESCR, SYS_NAME));
    return new AgentIdentity(Text.of(values.get(0)), Text.of(values.get(1)));
  }
}
