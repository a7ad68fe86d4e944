package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys whose signatures are accepted: a directory of public keys, `<key id>.pem`
/// (SubjectPublicKeyInfo, Ed25519 or ECDSA on P-256). Read at each use, so that a key that was
/// added or removed counts at once.
final class TrustedKeys {
  private static final int FILE_BYTES_MAX = 4 << 10;
  private static final int P256_BITS = 256;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----");

  private final Path directory;

  TrustedKeys(Path directory) {
    this.directory = directory;
  }

  /// Proves that `signature` was made over `manifest` with the key of this id.
  ///
  /// @param key id that was checked for its characters, see [Manifest]
  /// @throws RefusedException when the key is not known or the signature is not its own
  void verify(String key, byte[] manifest, byte[] signature) throws RefusedException {
    PublicKey trusted = read(directory.resolve(key + ".pem"), key);
    try {
      Signature verifier =
          Signature.getInstance(trusted instanceof ECPublicKey ? "SHA256withECDSA" : "Ed25519");
      verifier.initVerify(trusted);
      verifier.update(manifest);
      if (verifier.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw refused("signature: it is not one of key %s: %s".formatted(key, e.getMessage()));
    }
    throw refused("signature: it was not made over this manifest with key %s".formatted(key));
  }

  private PublicKey read(Path file, String key) throws RefusedException {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(
            "signature: key %s is not trusted here; there is no file %s".formatted(key, file));
      }
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw refused("signature: %s is larger than %d bytes".formatted(file, FILE_BYTES_MAX));
      }
      Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (pem.find()) {
        var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("Ed25519", "EC")) {
          try {
            PublicKey found = KeyFactory.getInstance(algorithm).generatePublic(spec);
            if (accepted(found)) {
              return found;
            }
          } catch (GeneralSecurityException e) {
            // Not of this algorithm; the next one is tried.
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw refused("signature: %s cannot be read: %s".formatted(file, e.getMessage()));
    }
    throw refused("signature: %s is no PEM public key of Ed25519 or ECDSA P-256".formatted(file));
  }

  private static boolean accepted(PublicKey key) {
    return switch (key) {
      case EdECPublicKey edwards ->
          edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
      case ECPublicKey curve -> curve.getParams().getOrder().bitLength() == P256_BITS;
      default -> false;
    };
  }

  private static RefusedException refused(String message) {
    return new RefusedException(ResultCode.INTEGRITY, message);
  }
}
