package vn.binhduong.gateway.management;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// How the gateway reaches its LwM2M server. Without this section it is not managed from afar. A
/// server that is written here is what the specification calls factory bootstrap.
///
/// @param server `coaps://host[:port]`, or `coap://host[:port]` in the demo profile; null means
///   that the bootstrap server tells it
/// @param endpoint endpoint client name; null means the gateway's id
/// @param pskIdentity identity of the pre-shared key; null means X.509
/// @param pskFile file that holds the key in hexadecimal and nothing else; null means X.509
/// @param certificateFile PEM certificate of this gateway; null means a pre-shared key
/// @param keyFile PEM PKCS#8 key (EC) of that certificate; null means a pre-shared key
/// @param caFile PEM certificate that signs the server's; null means a pre-shared key
/// @param lifetime how long the server remembers a gateway that is silent
/// @param queueMode whether the server may send only after the gateway has sent
/// @param bootstrap the server that is asked when none is known or the known one is lost; null
///   means none
public record ManagementSettings(
    @Option(
            doc =
                "Address of the LwM2M server: coaps://host[:port], port 5684 when it is left out."
                    + " May be left out where there is a bootstrap server.",
            optional = true,
            example = "coaps://ioc.example:5684")
        @Nullable URI server,
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
        boolean queueMode,
    @Option(
            doc =
                "The server that tells the gateway its LwM2M server, asked when none is known or"
                    + " the known one is lost.",
            optional = true)
        @Nullable BootstrapSettings bootstrap) {
  public ManagementSettings {
    if (server != null) {
      var managed =
          new ManagedServer(server, pskIdentity, pskFile, certificateFile, keyFile, caFile);
      if (bootstrap != null && !managed.encrypted()) {
        throw new IllegalArgumentException(
            "server: expected coaps:// beside a bootstrap server, found '%s'".formatted(server));
      }
    } else if (bootstrap == null) {
      throw new IllegalArgumentException("expected server, or bootstrap, or both");
    } else if (Stream.of(pskIdentity, pskFile, certificateFile, keyFile, caFile)
        .anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException(
          "server: expected beside a key or a certificate; those of the bootstrap server belong"
              + " under bootstrap");
    }
  }

  /// The server that is written in the settings and the credential for it.
  @Nullable ManagedServer managed() {
    return server == null
        ? null
        : new ManagedServer(server, pskIdentity, pskFile, certificateFile, keyFile, caFile);
  }

  /// Whether the connection is encrypted.
  public boolean encrypted() {
    ManagedServer managed = managed();
    return managed == null || managed.encrypted();
  }
}
