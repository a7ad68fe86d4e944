package vn.binhduong.gateway.driver.coap;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;

/// How CoAP and DTLS are set up for every endpoint: threads, peers and memory bounded, only
/// recommended ciphers, no file of Californium's own.
final class Transport {
  /// Threads that work for one endpoint, beside the one that receives and the one that sends.
  static final int THREADS = 2;

  private static final int BLOCK_BYTES = 512;
  private static final int DATAGRAM_BYTES_MAX = 1_024;
  private static final int BLOCKWISE_SECONDS_MAX = 30;
  private static final int MESSAGES_PER_PEER_MAX = 64;
  private static final int CONNECTION_IDLE_SECONDS_MAX = 1_800;
  private static final int RETRANSMISSION_SECONDS_MAX = 8;
  private static final int CONNECTION_ID_BYTES = 6;

  private Transport() {}

  /// @param peersMax peers that are spoken to at a time
  /// @param payloadBytesMax greatest payload, all blocks together
  static Configuration configuration(int peersMax, int payloadBytesMax) {
    var configuration =
        new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
    configuration.set(CoapConfig.MAX_ACTIVE_PEERS, peersMax);
    configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
    configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, payloadBytesMax);
    configuration.set(CoapConfig.MAX_MESSAGE_SIZE, DATAGRAM_BYTES_MAX);
    configuration.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
    configuration.set(
        CoapConfig.BLOCKWISE_STATUS_LIFETIME, BLOCKWISE_SECONDS_MAX, TimeUnit.SECONDS);
    configuration.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
    configuration.set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, MESSAGES_PER_PEER_MAX);
    configuration.set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1);
    configuration.set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, true);
    configuration.set(
        DtlsConfig.DTLS_MAX_RETRANSMISSION_TIMEOUT, RETRANSMISSION_SECONDS_MAX, TimeUnit.SECONDS);
    configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_MAX_CONNECTIONS, peersMax);
    configuration.set(
        DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, CONNECTION_IDLE_SECONDS_MAX, TimeUnit.SECONDS);
    return configuration;
  }

  /// The same for a server: nodes behind an address that changes are known by their connection id.
  static Configuration serving(int peersMax, int payloadBytesMax) {
    Configuration configuration = configuration(peersMax, payloadBytesMax);
    configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
    configuration.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    return configuration;
  }

  /// The same for a client.
  static Configuration asking(int payloadBytesMax) {
    Configuration configuration = configuration(1, payloadBytesMax);
    configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
    configuration.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
    return configuration;
  }

  /// The threads of an endpoint, which whoever made them ends.
  static ScheduledThreadPoolExecutor threads(String name) {
    var number = new AtomicInteger();
    var threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("coap %s %d".formatted(name, number.incrementAndGet()))
                    .unstarted(task));
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return threads;
  }
}
