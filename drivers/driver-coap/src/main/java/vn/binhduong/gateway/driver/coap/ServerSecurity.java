package vn.binhduong.gateway.driver.coap;

/// How requests to the server are protected.
public enum ServerSecurity {
  /// DTLS 1.2 with a key per node (coaps).
  DTLS_PSK,
  /// Not at all (coap): anyone on the way reads and forges.
  NONE
}
