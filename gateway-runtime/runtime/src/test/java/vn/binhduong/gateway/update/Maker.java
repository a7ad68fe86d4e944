package vn.binhduong.gateway.update;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/// Makes an installation root and packages for it, right ones and others.
final class Maker {
  static final Hardware HARDWARE =
      new Hardware("linux", "aarch64", "raspberry-pi-4-model-b-rev-1.4");

  final Path root;
  final KeyPair key;

  /// What a test changes about a package.
  String version = "1.1.0";

  String keyId = "k1";
  KeyPair signer;
  String algorithm = "Ed25519";
  Map<String, String> tree =
      new TreeMap<>(Map.of("bin/edge-gateway", "#!/bin/sh\n", "lib/a.jar", "jar"));
  UnaryOperator<String> manifest = text -> text;
  UnaryOperator<byte[]> payload = bytes -> bytes;
  UnaryOperator<byte[]> signature = bytes -> bytes;
  UnaryOperator<String> files = text -> text;
  UnaryOperator<Tar> inner = tar -> tar;

  Maker(Path root) throws IOException {
    this.root = root;
    this.key = pair("Ed25519");
    this.signer = key;
    for (String name : new String[] {"releases/1.0.0/bin", "inbox", "supervisor", "keys"}) {
      Files.createDirectories(root.resolve(name));
    }
    Files.createSymbolicLink(root.resolve("current"), Path.of("releases/1.0.0"));
    trust("k1", key);
  }

  static KeyPair pair(String algorithm) {
    try {
      if (algorithm.equals("EC")) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
      }
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  void trust(String id, KeyPair pair) throws IOException {
    Files.writeString(
        root.resolve("keys").resolve(id + ".pem"),
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())));
  }

  Updates updates() {
    return updates(Disk.REAL);
  }

  Updates updates(Disk disk) {
    return Updates.at(root, HARDWARE, disk);
  }

  /// The package, with whatever was changed about it.
  byte[] bytes() throws IOException {
    var tar = new Tar();
    var list = new StringBuilder();
    long bytes = 0;
    for (Map.Entry<String, String> file : tree.entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
      tar.file(file.getKey(), content);
      list.append(sha256(content)).append("  ./").append(file.getKey()).append('\n');
      bytes += content.length;
    }
    byte[] packed = payload.apply(gzip(inner.apply(tar).bytes()));
    byte[] filesBytes = files.apply(list.toString()).getBytes(StandardCharsets.UTF_8);
    byte[] manifestBytes =
        manifest
            .apply(
                String.join(
                    "\n",
                    "format=edge-gateway-update-1",
                    "product=edge-gateway",
                    "version=" + version,
                    "hardware=linux/aarch64/raspberry-pi-4*",
                    "from-min=1.0.0",
                    "floor=0.9.0",
                    "created=2026-11-26T08:00:00Z",
                    "key=" + keyId,
                    "payload-size=" + packed.length,
                    "payload-sha256=" + sha256(packed),
                    "tree-size=" + bytes,
                    "files-sha256=" + sha256(filesBytes),
                    ""))
            .getBytes(StandardCharsets.UTF_8);
    return new Tar()
        .file("manifest", manifestBytes)
        .file("manifest.sig", signature.apply(sign(manifestBytes)))
        .file("files", filesBytes)
        .file("payload", packed)
        .bytes();
  }

  Path write() throws IOException {
    return Files.write(root.resolve("p.update"), bytes());
  }

  private byte[] sign(byte[] bytes) {
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(signer.getPrivate());
      signing.update(bytes);
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
