package vn.binhduong.gateway.management;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.core.CertificateUsage;

/// How the gateway proves who it is to the server, and the server to the gateway. The files are
/// read at each attempt, so that a renewed certificate is used by the next connection.
sealed interface Credential {
  /// Largest file that is read, bytes.
  long FILE_BYTES_MAX = 64 << 10;

  /// RFC 7925 §4.2 and the security floor: 128 bits.
  int PSK_BYTES_MIN = 16;

  /// Scandium takes no more.
  int PSK_BYTES_MAX = 64;

  Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /// The instance of object 0 for a management server.
  ///
  /// @param shortId its number, LwM2M 1.1 §E.1
  default Security object(URI server, int shortId) {
    return object(server, false, shortId);
  }

  /// The instance of object 0 for a bootstrap server.
  default Security bootstrap(URI server) {
    return object(server, true, 0);
  }

  /// The instance of object 0, for either.
  Security object(URI server, boolean bootstrap, int shortId);

  /// No security, for the demo.
  record None() implements Credential {
    @Override
    public Security object(URI server, boolean bootstrap, int shortId) {
      return Security.noSec(server.toString(), shortId);
    }
  }

  /// A pre-shared key.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Psk(String identity, byte[] key) implements Credential {
    @Override
    public Security object(URI server, boolean bootstrap, int shortId) {
      byte[] name = identity.getBytes(StandardCharsets.UTF_8);
      return bootstrap
          ? Security.pskBootstrap(server.toString(), name, key)
          : Security.psk(server.toString(), shortId, name, key);
    }

    @Override
    public String toString() {
      return "Psk[" + identity + "]";
    }
  }

  /// A certificate, its key, and what the server's is compared with, as `usage` says (RFC 6698
  /// §2.1.1): the certificate that signs it, or itself.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record X509(byte[] certificate, byte[] key, byte[] server, CertificateUsage usage)
      implements Credential {
    @Override
    public Security object(URI address, boolean bootstrap, int shortId) {
      return bootstrap
          ? Security.x509Bootstrap(address.toString(), certificate, key, server, usage.code)
          : Security.x509(address.toString(), shortId, certificate, key, server, usage.code);
    }

    @Override
    public String toString() {
      return "X509";
    }
  }

  /// Reads what the settings name.
  ///
  /// @throws SetupException naming the key of the setting, the file and what is wrong with it
  static Credential read(ManagedServer settings) throws SetupException {
    Path psk = settings.pskFile();
    String identity = settings.pskIdentity();
    if (psk != null && identity != null) {
      return new Psk(identity, psk(psk));
    }
    Path certificate = settings.certificateFile();
    Path key = settings.keyFile();
    Path ca = settings.caFile();
    if (certificate != null && key != null && ca != null) {
      return new X509(
          certificate("certificate-file", certificate),
          key(key),
          certificate("ca-file", ca),
          CertificateUsage.TRUST_ANCHOR_ASSERTION);
    }
    return new None();
  }

  private static byte[] psk(Path file) throws SetupException {
    requirePrivate("psk-file", file);
    String text = new String(bytes("psk-file", file), StandardCharsets.US_ASCII).strip();
    try {
      byte[] key = HexFormat.of().parseHex(text);
      if (key.length < PSK_BYTES_MIN || key.length > PSK_BYTES_MAX) {
        throw new SetupException(
            "psk-file: %s holds %d bytes, expected %d to %d"
                .formatted(file, key.length, PSK_BYTES_MIN, PSK_BYTES_MAX));
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new SetupException(
          "psk-file: %s is not hexadecimal; 'openssl rand -hex 16' makes a key".formatted(file), e);
    }
  }

  private static byte[] certificate(String key, Path file) throws SetupException {
    try {
      Certificate first =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes(key, file)));
      return first.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new SetupException(
          "%s: %s is not a PEM certificate: %s".formatted(key, file, e.getMessage()), e);
    }
  }

  private static byte[] key(Path file) throws SetupException {
    requirePrivate("key-file", file);
    Matcher matcher = PKCS8.matcher(new String(bytes("key-file", file), StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new SetupException(
          "key-file: %s holds no unencrypted PKCS#8 key (-----BEGIN PRIVATE KEY-----); openssl pkcs8 -topk8 -nocrypt makes one"
              .formatted(file));
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1))));
      return key.getEncoded();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SetupException(
          "key-file: %s is no EC key, which DTLS needs here".formatted(file), e);
    }
  }

  private static byte[] bytes(String key, Path file) throws SetupException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new SetupException("%s: %s is larger than 64 KiB".formatted(key, file));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SetupException("%s: there is no file %s".formatted(key, file), e);
    } catch (IOException e) {
      throw new SetupException("%s: %s cannot be read: %s".formatted(key, file, e.getMessage()), e);
    }
  }

  /// A key that others can read is no key: whoever has it can manage the gateway.
  private static void requirePrivate(String key, Path file) throws SetupException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(each -> !each.name().startsWith("OWNER_"))) {
        throw new SetupException(
            "%s: %s is open to other users (%s); run: chmod 600 %s"
                .formatted(key, file, PosixFilePermissions.toString(permissions), file));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Missing, which reading it tells; or a file system without permissions.
    }
  }

  /// What stands in the way before the network is asked.
  final class SetupException extends Exception {
    private static final long serialVersionUID = 1L;

    SetupException(String message) {
      super(message);
    }

    SetupException(String message, Exception cause) {
      super(message, cause);
    }
  }
}
