package vn.binhduong.gateway.uplink;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.uplink.Publisher.SetupException;

/// Makes TLS sockets from PEM files, with the JDK alone. The files are read at each attempt, so
/// that a renewed certificate is used by the next connection.
final class Tls {
  static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final long FILE_BYTES_MAX = 1L << 20;
  private static final char[] IN_MEMORY = {};
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private Tls() {}

  /// @throws SetupException naming the key of the setting, the file and what is wrong with it
  static SSLSocketFactory sockets(UplinkSettings settings) throws SetupException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys(settings.certificateFile(), settings.keyFile()), trust(settings.caFile()), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new SetupException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Whose our certificate is, who signed it and how long it is valid, to be hung onto a message;
  /// empty when it cannot be read, or there is none.
  static String describe(@Nullable Path certificateFile) {
    if (certificateFile == null) {
      return "";
    }
    try {
      return certificates("certificate-file", certificateFile).iterator().next()
              instanceof X509Certificate own
          ? "; %s is of %s, signed by %s, valid %s to %s"
              .formatted(
                  certificateFile,
                  own.getSubjectX500Principal(),
                  own.getIssuerX500Principal(),
                  own.getNotBefore().toInstant(),
                  own.getNotAfter().toInstant())
          : "";
    } catch (SetupException e) {
      return "";
    }
  }

  /// Reads a small file that a setting names.
  static byte[] read(String key, Path file) throws SetupException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new SetupException("%s: %s is larger than 1 MiB".formatted(key, file));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SetupException("%s: there is no file %s".formatted(key, file), e);
    } catch (IOException e) {
      throw new SetupException("%s: %s cannot be read: %s".formatted(key, file, e.getMessage()), e);
    }
  }

  private static TrustManager @Nullable [] trust(@Nullable Path caFile)
      throws SetupException, GeneralSecurityException {
    if (caFile == null) {
      return null; // the JDK's own list
    }
    KeyStore store = empty();
    int count = 0;
    for (Certificate certificate : certificates("ca-file", caFile)) {
      store.setCertificateEntry("ca" + count++, certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(
      @Nullable Path certificateFile, @Nullable Path keyFile)
      throws SetupException, GeneralSecurityException {
    if (certificateFile == null || keyFile == null) {
      return null;
    }
    Certificate[] chain =
        certificates("certificate-file", certificateFile).toArray(new Certificate[0]);
    PrivateKey key = privateKey(keyFile);
    requirePair(chain[0].getPublicKey(), key, certificateFile, keyFile);
    KeyStore store = empty();
    store.setKeyEntry("gateway", key, IN_MEMORY, chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, IN_MEMORY);
    return factory.getKeyManagers();
  }

  private static Collection<? extends Certificate> certificates(String key, Path file)
      throws SetupException {
    byte[] bytes = read(key, file);
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      if (certificates.isEmpty()) {
        throw new SetupException("%s: %s holds no certificate".formatted(key, file));
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new SetupException(
          "%s: %s is not a PEM certificate: %s".formatted(key, file, e.getMessage()), e);
    }
  }

  private static PrivateKey privateKey(Path file) throws SetupException {
    String pem = new String(read("key-file", file), StandardCharsets.US_ASCII);
    Matcher matcher = PKCS8.matcher(pem);
    if (!matcher.find()) {
      throw new SetupException(
          "key-file: %s holds no unencrypted PKCS#8 key (-----BEGIN PRIVATE KEY-----); openssl pkcs8 -topk8 -nocrypt makes one"
              .formatted(file));
    }
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    } catch (IllegalArgumentException e) {
      throw new SetupException("key-file: %s is not base64".formatted(file), e);
    }
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        // Not of this algorithm; the next one is tried.
      }
    }
    throw new SetupException(
        "key-file: %s is no key of %s".formatted(file, String.join(", ", KEY_ALGORITHMS)));
  }

  /// Proves that key and certificate belong together: in a handshake, the JDK would only say that
  /// something failed.
  private static void requirePair(PublicKey pub, PrivateKey key, Path certificateFile, Path keyFile)
      throws SetupException {
    byte[] probe = "edge-gateway".getBytes(StandardCharsets.US_ASCII);
    try {
      String algorithm =
          switch (pub.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> pub.getAlgorithm();
          };
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      signer.initVerify(pub);
      signer.update(probe);
      if (signer.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new SetupException(
          "key-file: %s does not belong to certificate-file %s: %s"
              .formatted(keyFile, certificateFile, e.getMessage()),
          e);
    }
    throw new SetupException(
        "key-file: %s does not belong to certificate-file %s".formatted(keyFile, certificateFile));
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return store;
  }
}
