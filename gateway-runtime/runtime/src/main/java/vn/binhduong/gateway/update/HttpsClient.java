package vn.binhduong.gateway.update;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Packages over https: goes on where an earlier attempt ended when the server still has the same
/// (Range with If-Range, RFC 9110). TLS 1.2 or later, chain and name verified, redirects not
/// followed.
final class HttpsClient implements Client {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
  private static final Duration HEAD_MAX = Duration.ofSeconds(30);
  private static final long CA_BYTES_MAX = 1L << 20;

  private final @Nullable Path caFile;
  private @Nullable HttpClient client;

  /// @param caFile PEM certificates that sign the server's; null means the JDK's own list
  HttpsClient(@Nullable Path caFile) {
    this.caFile = caFile;
  }

  @Override
  public Reply get(URI uri, long have, String etag)
      throws IOException, InterruptedException, GeneralSecurityException {
    HttpClient connected = connect();
    client = connected;
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(HEAD_MAX).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", etag);
    }
    HttpResponse<InputStream> response =
        connected.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Reply(
        HttpAnswer.read(response.statusCode(), response.headers(), have), response.body());
  }

  @Override
  public void close() {
    HttpClient connected = client;
    if (connected != null) {
      connected.shutdownNow();
    }
  }

  private HttpClient connect() throws IOException, GeneralSecurityException {
    var parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_MAX)
        .sslContext(context())
        .sslParameters(parameters)
        .build();
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    if (caFile == null) {
      context.init(null, null, null);
      return context;
    }
    if (Files.size(caFile) > CA_BYTES_MAX) {
      throw new GeneralSecurityException(caFile + " is larger than 1 MiB");
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    int count = 0;
    try (InputStream in = Files.newInputStream(caFile)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca" + count++, certificate);
      }
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
