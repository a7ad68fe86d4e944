package vn.binhduong.gateway.driver.snmp;

import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.security.PrivacyProtocol;

/// How messages of SNMPv3 are encrypted.
public enum PrivProtocol {
  /// CBC-DES (RFC 3414 §8); broken, for agents that know nothing better.
  DES,
  /// CFB128-AES-128 (RFC 3826).
  AES_128,
  /// The same with a key of 192 bits (draft-blumenthal-aes-usm-04).
  AES_192,
  /// The same with a key of 256 bits (draft-blumenthal-aes-usm-04).
  AES_256;

  PrivacyProtocol protocol() {
    return switch (this) {
      case DES -> new PrivDES();
      case AES_128 -> new PrivAES128();
      case AES_192 -> new PrivAES192();
      case AES_256 -> new PrivAES256();
    };
  }
}
