/// Tests of the SNMP link and its drivers: pure decoding, the contract, an agent in the process,
/// and net-snmp.
@NullMarked
package vn.binhduong.gateway.driver.snmp;

import org.jspecify.annotations.NullMarked;
