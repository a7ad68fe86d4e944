package vn.binhduong.gateway.driver.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// Makes TLS sockets that trust the certificates of a PEM file, read anew for each connection.
final class Tls {
  /// TLS 1.2 and up.
  static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final long FILE_BYTES_MAX = 1L << 20;

  private Tls() {}

  /// @param caFile null: the list of Java
  /// @throws DriverException MISCONFIGURED, naming the file and what is wrong with it
  static SSLSocketFactory sockets(@Nullable Path caFile) throws DriverException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, caFile == null ? null : trust(caFile), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new DriverException(
          DriverException.Kind.MISCONFIGURED,
          "ca-file: %s cannot be used: %s".formatted(caFile, e.getMessage()),
          e);
    }
  }

  private static TrustManager[] trust(Path caFile) throws GeneralSecurityException, IOException {
    if (!Files.isRegularFile(caFile)) {
      throw new IOException("there is no such file");
    }
    if (Files.size(caFile) > FILE_BYTES_MAX) {
      throw new IOException("it is larger than 1 MiB");
    }
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(caFile)));
    if (certificates.isEmpty()) {
      throw new IOException("it holds no certificate");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca" + count++, certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }
}
