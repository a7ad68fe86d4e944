package vn.binhduong.gateway.driver.snmp;

import org.snmp4j.security.SecurityLevel;

/// How far messages of SNMPv3 are protected (RFC 3411 §3.4.3).
public enum Security {
  /// Neither authenticated nor encrypted: no better than v2c.
  NO_AUTH_NO_PRIV,
  /// Authenticated, readable on the way.
  AUTH_NO_PRIV,
  /// Authenticated and encrypted.
  AUTH_PRIV;

  int level() {
    return switch (this) {
      case NO_AUTH_NO_PRIV -> SecurityLevel.NOAUTH_NOPRIV;
      case AUTH_NO_PRIV -> SecurityLevel.AUTH_NOPRIV;
      case AUTH_PRIV -> SecurityLevel.AUTH_PRIV;
    };
  }

  boolean authenticates() {
    return this != NO_AUTH_NO_PRIV;
  }

  boolean encrypts() {
    return this == AUTH_PRIV;
  }
}
