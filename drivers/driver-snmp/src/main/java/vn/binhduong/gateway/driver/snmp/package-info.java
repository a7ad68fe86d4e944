/// SNMP: the link, NTCIP 1209 traffic sensors, and any other agent by a list of objects in YAML.
///
/// Start with [SnmpLink] (how an agent is asked), then [Ntcip1209Driver] and [ObjectMap].
@NullMarked
package vn.binhduong.gateway.driver.snmp;

import org.jspecify.annotations.NullMarked;
