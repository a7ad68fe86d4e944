package vn.binhduong.gateway.update;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// One package, whose manifest is signed with a trusted key and whose payload is the one the manifest means. There is no
/// other way to get one than [#open].
///
///     package = ustar of  manifest, manifest.sig, files, payload   (in this order, nothing else)
///     payload = gzip of a ustar of the tree
///
/// Nothing of the payload is unpacked before the signature, the manifest and the checksum of the whole payload were found
/// right, and each file is compared with the signed list again while it is written, so it does not matter whether somebody
/// changes the package in between.
final class UpdatePackage {
  static final int SIGNATURE_BYTES_MAX = 512;

  /// Most that a package may hold beside its payload, bytes.
  static final long OVERHEAD_BYTES_MAX = 2L << 20;

  private static final int ENTRIES_MAX = 2 * FileList.FILES_MAX;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path file;
  private final Manifest manifest;
  private final byte[] manifestBytes;
  private final byte[] signature;
  private final byte[] filesBytes;
  private final FileList files;

  private UpdatePackage(
      Path file, Manifest manifest, byte[] manifestBytes, byte[] signature, byte[] filesBytes) {
    this.file = file;
    this.manifest = manifest;
    this.manifestBytes = manifestBytes;
    this.signature = signature;
    this.filesBytes = filesBytes;
    this.files = FileList.parse(filesBytes);
  }

  /// Verifies a package, in this order: size, signature over the manifest, manifest, whether this
  /// gateway may take it, list of files, payload.
  ///
  /// @throws RefusedException with INTEGRITY for a wrong signature or checksum, UNSUPPORTED_PACKAGE
  ///   for another format or gateway, NOT_ENOUGH_SPACE when it is larger than any package
  static UpdatePackage open(Path file, TrustedKeys keys, Manifest.Unit unit)
      throws IOException, RefusedException {
    long size = Files.size(file);
    if (size > Manifest.PAYLOAD_BYTES_MAX + OVERHEAD_BYTES_MAX) {
      throw new RefusedException(
          ResultCode.NOT_ENOUGH_SPACE,
          "package: expected at most %d bytes, found %d"
              .formatted(Manifest.PAYLOAD_BYTES_MAX + OVERHEAD_BYTES_MAX, size));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      var tar = new TarReader(in);
      byte[] manifestBytes = entry(tar, "manifest", KeyValues.BYTES_MAX);
      byte[] signature = entry(tar, "manifest.sig", SIGNATURE_BYTES_MAX);
      keys.verify(keyOf(manifestBytes), manifestBytes, signature);
      Manifest manifest = Manifest.parse(manifestBytes);
      manifest.requireFor(unit);
      byte[] filesBytes = entry(tar, "files", FileList.BYTES_MAX);
      requireSame("files", manifest.filesSha256(), sha256(filesBytes));
      requirePayload(tar, manifest);
      return new UpdatePackage(file, manifest, manifestBytes, signature, filesBytes);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(ResultCode.UNSUPPORTED_PACKAGE, "package: " + e.getMessage());
    }
  }

  /// The key id, read from a manifest of which nothing is proved yet.
  private static String keyOf(byte[] manifest) {
    String key = KeyValues.parse(manifest).get("key", "");
    if (!key.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,31}")) {
      throw new IllegalArgumentException(
          "key: expected 1 to 32 of A-Z a-z 0-9 . -, found '%s'".formatted(KeyValues.shown(key)));
    }
    return key;
  }

  private static byte[] entry(TarReader tar, String name, int bytesMax)
      throws IOException, RefusedException {
    TarReader.Entry entry = tar.next();
    if (entry == null || entry.directory() || !entry.name().equals(name)) {
      throw new RefusedException(
          ResultCode.UNSUPPORTED_PACKAGE,
          "package: expected the entry %s, found %s"
              .formatted(name, entry == null ? "the end" : entry.name()));
    }
    return tar.readAll(bytesMax);
  }

  private static void requirePayload(TarReader tar, Manifest manifest)
      throws IOException, RefusedException {
    TarReader.Entry entry = tar.next();
    if (entry == null || entry.directory() || !entry.name().equals("payload")) {
      throw new RefusedException(
          ResultCode.UNSUPPORTED_PACKAGE, "package: expected the entry payload, found another");
    }
    if (entry.bytes() != manifest.payloadBytes()) {
      throw new RefusedException(
          ResultCode.INTEGRITY,
          "payload: expected %d bytes, found %d".formatted(manifest.payloadBytes(), entry.bytes()));
    }
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    requireSame("payload", manifest.payloadSha256(), hex(digest));
    if (tar.next() != null) {
      throw new RefusedException(
          ResultCode.UNSUPPORTED_PACKAGE, "package: expected the end behind the payload");
    }
  }

  Manifest manifest() {
    return manifest;
  }

  byte[] manifestBytes() {
    return manifestBytes.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  byte[] filesBytes() {
    return filesBytes.clone();
  }

  /// Unpacks the tree.
  ///
  /// @param tree takes directories and files, each below the last directory it was given
  /// @throws RefusedException when the payload is not what the list of files says
  void unpack(Tree tree) throws IOException, RefusedException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      var outer = new TarReader(in);
      for (int i = 0; i < 4; i++) {
        outer.next();
      }
      var payload =
          new InputStream() {
            @Override
            public int read() throws IOException {
              byte[] one = new byte[1];
              return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
              byte[] chunk = new byte[Math.min(length, BUFFER_BYTES)];
              try {
                int read = outer.read(chunk);
                System.arraycopy(chunk, 0, bytes, from, Math.max(0, read));
                return read;
              } catch (RefusedException e) {
                throw new EOFException(e.getMessage());
              }
            }
          };
      unpack(new TarReader(new GZIPInputStream(payload, BUFFER_BYTES)), tree);
    } catch (ZipException | EOFException e) {
      throw new RefusedException(ResultCode.INTEGRITY, "payload: " + e.getMessage());
    }
  }

  private void unpack(TarReader tar, Tree tree) throws IOException, RefusedException {
    Set<String> seen = new HashSet<>();
    long bytes = 0;
    int entries = 0;
    for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
      if (++entries > ENTRIES_MAX) {
        throw mismatch("expected at most %d entries, found more".formatted(ENTRIES_MAX));
      }
      String name = entry.name();
      if (entry.directory()) {
        if (!name.isEmpty()) {
          tree.directory(name);
        }
        continue;
      }
      String expected = files.sha256().get(name);
      bytes += entry.bytes();
      if (expected == null || !seen.add(name) || bytes > manifest.treeBytes()) {
        throw mismatch(
            name
                + (expected == null
                    ? ": not in the list of files"
                    : ": twice, or more than the manifest says"));
      }
      MessageDigest digest = sha256();
      try (var out = tree.file(name, entry.executable())) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
          digest.update(buffer, 0, read);
          out.write(buffer, 0, read);
        }
      }
      requireSame(name, expected, hex(digest));
    }
    if (!seen.equals(files.sha256().keySet()) || bytes != manifest.treeBytes()) {
      throw mismatch(
          "expected %d files of %d bytes, found %d of %d"
              .formatted(files.sha256().size(), manifest.treeBytes(), seen.size(), bytes));
    }
  }

  private static RefusedException mismatch(String message) {
    return new RefusedException(ResultCode.INTEGRITY, "payload: " + message);
  }

  private static void requireSame(String what, String expected, String found)
      throws RefusedException {
    if (!found.equals(expected)) {
      throw new RefusedException(
          ResultCode.INTEGRITY,
          "%s: expected sha-256 %s, found %s".formatted(what, expected, found));
    }
  }

  private static String sha256(byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes);
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /// Where a tree is unpacked to.
  interface Tree {
    /// Makes a directory with those above it.
    void directory(String name) throws IOException, RefusedException;

    /// Makes a file, which did not exist.
    java.io.OutputStream file(String name, boolean executable) throws IOException, RefusedException;
  }
}
