package vn.binhduong.gateway.management;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// The bootstrap server, which tells the gateway its management server and the credential for it.
///
/// @param server `coaps://host[:port]`
/// @param pskIdentity identity of the pre-shared key; null means X.509
/// @param pskFile file that holds the key in hexadecimal and nothing else; null means X.509
/// @param certificateFile PEM certificate of this gateway; null means a pre-shared key
/// @param keyFile PEM PKCS#8 key (EC) of that certificate; null means a pre-shared key
/// @param caFile PEM certificate that signs the server's; null means a pre-shared key
/// @param after how long the management server is lost before the bootstrap server is asked
public record BootstrapSettings(
    @Option(
            doc =
                "Address of the bootstrap server: coaps://host[:port], port 5684 when it is left"
                    + " out.",
            example = "coaps://bootstrap.example:5684")
        URI server,
    @Option(doc = "Identity of the pre-shared key.", optional = true) @Nullable String pskIdentity,
    @Option(
            doc =
                "File that holds the pre-shared key in hexadecimal (at least 32 digits) and nothing"
                    + " else.",
            optional = true,
            example = "/etc/edge-gateway/bootstrap.psk")
        @Nullable Path pskFile,
    @Option(
            doc = "PEM file of this gateway's certificate.",
            optional = true,
            example = "/etc/edge-gateway/bootstrap.pem")
        @Nullable Path certificateFile,
    @Option(
            doc = "PEM file (PKCS#8, EC) of the key of that certificate.",
            optional = true,
            example = "/etc/edge-gateway/bootstrap.key")
        @Nullable Path keyFile,
    @Option(
            doc =
                "PEM file of the certificate that signs the server's; the server must also bear the"
                    + " name of the address.",
            optional = true,
            example = "/etc/edge-gateway/bootstrap-ca.pem")
        @Nullable Path caFile,
    @Option(
            doc =
                "How long registering with the management server must have failed before the"
                    + " bootstrap server is asked.",
            fallback = "10min",
            min = "1min",
            max = "7d")
        Duration after) {
  public BootstrapSettings {
    var managed = new ManagedServer(server, pskIdentity, pskFile, certificateFile, keyFile, caFile);
    if (!managed.encrypted()) {
      throw new IllegalArgumentException(
          "server: expected coaps://host[:port], found '%s'".formatted(server));
    }
  }

  /// The server and the credential for it.
  ManagedServer managed() {
    return new ManagedServer(server, pskIdentity, pskFile, certificateFile, keyFile, caFile);
  }
}
