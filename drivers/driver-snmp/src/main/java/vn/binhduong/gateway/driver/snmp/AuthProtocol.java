package vn.binhduong.gateway.driver.snmp;

import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.AuthenticationProtocol;

/// How messages of SNMPv3 are authenticated.
public enum AuthProtocol {
  /// HMAC-MD5-96 (RFC 3414 §6); weak, for agents that know nothing better.
  MD5,
  /// HMAC-SHA-96 (RFC 3414 §7); weak, for agents that know nothing better.
  SHA,
  /// HMAC-128-SHA-224 (RFC 7860).
  SHA_224,
  /// HMAC-192-SHA-256 (RFC 7860).
  SHA_256,
  /// HMAC-256-SHA-384 (RFC 7860).
  SHA_384,
  /// HMAC-384-SHA-512 (RFC 7860).
  SHA_512;

  AuthenticationProtocol protocol() {
    return switch (this) {
      case MD5 -> new AuthMD5();
      case SHA -> new AuthSHA();
      case SHA_224 -> new AuthHMAC128SHA224();
      case SHA_256 -> new AuthHMAC192SHA256();
      case SHA_384 -> new AuthHMAC256SHA384();
      case SHA_512 -> new AuthHMAC384SHA512();
    };
  }
}
