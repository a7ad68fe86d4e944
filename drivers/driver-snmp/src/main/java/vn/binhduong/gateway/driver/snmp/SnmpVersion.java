package vn.binhduong.gateway.driver.snmp;

/// The version of the protocol that an agent is asked in.
public enum SnmpVersion {
  /// SNMPv2c (RFC 1901): a community, readable by anyone on the way.
  V2C,
  /// SNMPv3 with the user-based security model (RFC 3414).
  V3
}
