package vn.binhduong.gateway.driver.snmp;

import java.util.List;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;

/// One SNMP agent, asked with GET over UDP (RFC 3416, RFC 3417).
///
/// Owned by one thread, which alone calls [#get]. [#close()] may come from any thread and ends a
/// blocked call within one second. An agent that was lost is had again by the next call; only a
/// closed link stays closed. Several devices may share it: each asks for its own objects.
public interface SnmpLink extends Link {
  /// Most objects one request may ask for.
  int OBJECTS_MAX = 64;

  /// Asks for objects with one GET and waits for the answer.
  ///
  /// Lasts at most `1 + retries` timeouts of the link. An interrupt ends it at once.
  ///
  /// @param objects 1 to [#OBJECTS_MAX] names with their instance, such as 1.3.6.1.2.1.1.3.0
  /// @return one value for each of them, in this order; one that the agent does not have is
  ///   `noSuchObject` or `noSuchInstance`, see [Variable#isException()]
  /// @throws DriverException UNAVAILABLE when no answer came; PROTOCOL when only something that is
  ///   no answer came, or the agent reported an error; MISCONFIGURED when it refuses the user, the
  ///   password or the security level
  /// @throws InterruptedException when the thread is interrupted; what comes late is thrown away
  List<Variable> get(List<OID> objects) throws DriverException, InterruptedException;
}
