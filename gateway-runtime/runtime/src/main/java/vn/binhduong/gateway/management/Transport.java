package vn.binhduong.gateway.management;

import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;

/// How CoAP and DTLS are set up for every connection of ours: threads and peers bounded, only
/// recommended ciphers, names of servers verified.
final class Transport {
  private Transport() {}

  /// Bounds of CoAP.
  ///
  /// @param peersMax servers spoken to at a time
  static void bound(Configuration configuration, int peersMax) {
    configuration.set(CoapConfig.MAX_ACTIVE_PEERS, peersMax);
    configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
  }

  /// The same of DTLS.
  static void encrypt(Configuration configuration, int peersMax) {
    // A connection id is asked for: after a change of address the records still find their key.
    configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
    configuration.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, true);
    configuration.set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, true);
    configuration.set(DtlsConfig.DTLS_MAX_RETRANSMISSION_TIMEOUT, 8, TimeUnit.SECONDS);
    configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_MAX_CONNECTIONS, peersMax);
  }
}
