package vn.binhduong.gateway.management;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A server of the settings, for management or for bootstrap, and what the gateway shows it.
///
/// @param server `coaps://host[:port]` or `coap://host[:port]`
/// @param pskIdentity identity of the pre-shared key; null means X.509
/// @param pskFile file that holds the key in hexadecimal and nothing else; null means X.509
/// @param certificateFile PEM certificate of this gateway; null means a pre-shared key
/// @param keyFile PEM PKCS#8 key (EC) of that certificate; null means a pre-shared key
/// @param caFile PEM certificate that signs the server's; null means a pre-shared key
record ManagedServer(
    URI server,
    @Nullable String pskIdentity,
    @Nullable Path pskFile,
    @Nullable Path certificateFile,
    @Nullable Path keyFile,
    @Nullable Path caFile) {
  private static final int PORT_DTLS = 5684;
  private static final int PORT_PLAIN = 5683;

  ManagedServer {
    String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("coaps") || scheme.equals("coap")) || server.getHost() == null) {
      throw new IllegalArgumentException(
          "server: expected coaps://host[:port] or coap://host[:port], found '%s'"
              .formatted(server));
    }
    if ((pskIdentity == null) != (pskFile == null)) {
      throw new IllegalArgumentException(
          "psk-identity and psk-file: expected both or none, found only "
              + (pskFile == null ? "psk-identity" : "psk-file"));
    }
    boolean x509 = certificateFile != null || keyFile != null || caFile != null;
    if (x509 && (certificateFile == null || keyFile == null || caFile == null)) {
      throw new IllegalArgumentException(
          "certificate-file, key-file and ca-file: expected all or none of them");
    }
    boolean plain = scheme.equals("coap");
    if (plain ? x509 || pskFile != null : x509 == (pskFile != null)) {
      throw new IllegalArgumentException(
          plain
              ? "server: expected coaps:// with a key or a certificate, found coap://"
              : "expected either psk-identity and psk-file, or certificate-file, key-file and"
                  + " ca-file");
    }
  }

  /// Whether the connection is encrypted.
  boolean encrypted() {
    return server.getScheme().equalsIgnoreCase("coaps");
  }

  /// The address with its port, the registered one when none is written.
  URI address() {
    return address(server);
  }

  /// An address with its port, the registered one when none is written.
  static URI address(URI server) {
    boolean encrypted = server.getScheme().equalsIgnoreCase("coaps");
    int port = server.getPort() >= 0 ? server.getPort() : encrypted ? PORT_DTLS : PORT_PLAIN;
    return URI.create("%s://%s:%d".formatted(encrypted ? "coaps" : "coap", server.getHost(), port));
  }
}
