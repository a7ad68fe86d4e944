package vn.binhduong.gateway.management;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.jspecify.annotations.Nullable;

/// Reads one resource of a CoAP server over DTLS, one block for each call (RFC 7959), on a
/// connection of its own. Nothing of the resource is held but the block of now: Californium's own
/// block-wise transfer puts a whole body together in memory.
///
/// Used by one thread; may be closed by another.
public final class BlockReader implements AutoCloseable {
  /// Until the answer to one request, with all its retransmissions (RFC 7252 §4.8: up to 93 s).
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private static final int PEERS_MAX = 1;

  private final URI uri;
  private final CoapEndpoint endpoint;
  private volatile @Nullable Request asked;
  private volatile boolean closed;

  /// A response to the request for a block.
  ///
  /// @param code its class times 100 and its detail: 205 is 2.05 Content (RFC 7252 §12.1.2)
  /// @param payload the bytes of the block
  /// @param offset of its first byte
  /// @param exponent of the size of blocks, 2^(exponent + 4) bytes
  /// @param more whether another block follows
  /// @param size of the whole resource, empty when the server does not tell
  /// @param etag in hexadecimal, empty when there is none
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Block(
      int code,
      byte[] payload,
      long offset,
      int exponent,
      boolean more,
      OptionalLong size,
      String etag) {}

  /// Opens a socket; the server hears of it with the first block that is asked for.
  ///
  /// @param credential other than none
  /// @throws IOException when there is no socket, or the credential is of no use
  BlockReader(URI uri, Credential credential) throws IOException {
    this.uri = uri;
    Configuration configuration = configuration();
    DtlsConnectorConfig.Builder dtls = DtlsConnectorConfig.builder(configuration);
    try {
      switch (credential) {
        case Credential.Psk psk ->
            dtls.setAdvancedPskStore(new AdvancedSinglePskStore(psk.identity(), psk.key()));
        case Credential.X509 x509 -> {
          dtls.setCertificateIdentityProvider(
              new SingleCertificateProvider(
                  KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(x509.key())),
                  new Certificate[] {certificate(x509.certificate())},
                  CertificateType.X_509));
          dtls.setAdvancedCertificateVerifier(
              StaticNewAdvancedCertificateVerifier.builder()
                  .setTrustedCertificates(certificate(x509.server()))
                  .build());
        }
        case Credential.None _ -> throw new IllegalArgumentException("coaps needs a credential");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("coaps: the credential is of no use: " + e.getMessage(), e);
    }
    this.endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(configuration)
            .setConnector(new DTLSConnector(dtls.build()))
            .build();
    endpoint.start();
  }

  private static Certificate certificate(byte[] der) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der));
  }

  private static Configuration configuration() {
    Configuration configuration =
        new Configuration(
            CoapConfig.DEFINITIONS,
            DtlsConfig.DEFINITIONS,
            UdpConfig.DEFINITIONS,
            SystemConfig.DEFINITIONS);
    configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0); // blocks are ours
    Transport.bound(configuration, PEERS_MAX);
    Transport.encrypt(configuration, PEERS_MAX);
    return configuration;
  }

  /// Asks for one block and waits for it, 60 s at most.
  ///
  /// @param offset of its first byte, a multiple of its size
  /// @param exponent of its size: 2^(exponent + 4) bytes, 0 to 6
  /// @throws IOException when the server is not who it should be, does not answer, or this is
  ///   closed
  public Block get(long offset, int exponent) throws IOException, InterruptedException {
    Request request = Request.newGet();
    try {
      request.setURI(uri); // resolves the name
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    request.getOptions().setBlock2(exponent, false, Math.toIntExact(offset >>> (exponent + 4)));
    if (offset == 0) {
      request.getOptions().setSize2(0); // asks for the size of the whole, RFC 7959 §4
    }
    asked = request;
    endpoint.sendRequest(request);
    if (closed) {
      request.cancel();
    }
    Response response = request.waitForResponse(ANSWER_MAX.toMillis());
    if (response == null) {
      request.cancel();
      throw unanswered(request);
    }
    return block(response, exponent);
  }

  private IOException unanswered(Request request) {
    Throwable cause = request.getSendError();
    if (closed) {
      return new IOException("closed");
    }
    return cause == null
        ? new SocketTimeoutException(uri.getAuthority() + " does not answer")
        : (IOException)
            new ConnectException(uri.getAuthority() + ": " + cause.getMessage()).initCause(cause);
  }

  private static Block block(Response response, int asked) {
    OptionSet options = response.getOptions();
    BlockOption block = options.getBlock2();
    byte[] payload = response.getPayload();
    return new Block(
        100 * response.getCode().codeClass + response.getCode().codeDetail,
        payload == null ? new byte[0] : payload,
        block == null ? 0 : block.getOffset(),
        block == null ? asked : block.getSzx(),
        block != null && block.isM(),
        options.hasSize2() ? OptionalLong.of(options.getSize2()) : OptionalLong.empty(),
        options.getETagCount() == 0 ? "" : HexFormat.of().formatHex(options.getETags().getFirst()));
  }

  @Override
  public void close() {
    closed = true;
    Request waiting = asked;
    if (waiting != null) {
      waiting.cancel();
    }
    endpoint.destroy();
  }
}
