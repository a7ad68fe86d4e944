package vn.binhduong.gateway.management;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// How the gateway reaches its LwM2M server. Without this section it is not managed from afar.
///
/// @param server `coaps://host[:port]`, or `coap://host[:port]` in the demo profile
/// @param endpoint endpoint client name; null means the gateway's id
/// @param pskIdentity identity of the pre-shared key; null means X.509
/// @param pskFile file that holds the key in hexadecimal and nothing else; null means X.509
/// @param certificateFile PEM certificate of this gateway; null means a pre-shared key
/// @param keyFile PEM PKCS#8 key (EC) of that certificate; null means a pre-shared key
/// @param caFile PEM certificate that signs the server's; null means a pre-shared key
/// @param lifetime how long the server remembers a gateway that is silent
/// @param queueMode whether the server may send only after the gateway has sent
public record ManagementSettings(
    @Option(
            doc =
                "Address of the LwM2M server: coaps://host[:port], port 5684 when it is left out.",
            example = "coaps://ioc.example:5684")
        URI server,
    @Option(
            doc = "Endpoint client name; the gateway's id when it is left out.",
            optional = true,
            example = "urn:dev:ops:32473-BD-GW-000123",
            pattern = "[A-Za-z0-9][A-Za-z0-9:._-]{0,63}")
        @Nullable String endpoint,
    @Option(doc = "Identity of the pre-shared key.", optional = true) @Nullable String pskIdentity,
    @Option(
            doc =
                "File that holds the pre-shared key in hexadecimal (at least 32 digits) and nothing"
                    + " else.",
            optional = true,
            example = "/etc/edge-gateway/management.psk")
        @Nullable Path pskFile,
    @Option(
            doc = "PEM file of this gateway's certificate.",
            optional = true,
            example = "/etc/edge-gateway/gateway.pem")
        @Nullable Path certificateFile,
    @Option(
            doc = "PEM file (PKCS#8, EC) of the key of that certificate.",
            optional = true,
            example = "/etc/edge-gateway/gateway.key")
        @Nullable Path keyFile,
    @Option(
            doc =
                "PEM file of the certificate that signs the server's; the server must also bear the"
                    + " name of the address.",
            optional = true,
            example = "/etc/edge-gateway/ca.pem")
        @Nullable Path caFile,
    @Option(
            doc =
                "How long the server remembers a gateway that is silent; it is told twice as often"
                    + " that the gateway is there.",
            fallback = "10min",
            min = "1min",
            max = "1d")
        Duration lifetime,
    @Option(
            doc =
                "Whether the server may send only after the gateway has sent; for links that sleep.",
            fallback = "false")
        boolean queueMode) {
  private static final int PORT_DTLS = 5684;
  private static final int PORT_PLAIN = 5683;

  public ManagementSettings {
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
  public boolean encrypted() {
    return server.getScheme().equalsIgnoreCase("coaps");
  }

  /// The server's address with its port, the registered one when none is written.
  URI address() {
    int port = server.getPort() >= 0 ? server.getPort() : encrypted() ? PORT_DTLS : PORT_PLAIN;
    return URI.create(
        "%s://%s:%d".formatted(encrypted() ? "coaps" : "coap", server.getHost(), port));
  }
}
