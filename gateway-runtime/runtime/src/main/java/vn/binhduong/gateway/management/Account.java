package vn.binhduong.gateway.management;

import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import org.eclipse.leshan.client.servers.DmServerInfo;

/// What the gateway needs to register: one server and the credential for it. Objects 0 and 1 are
/// made of it at each attempt, so whatever a bootstrap left half-written in them is gone.
///
/// @param server `coaps://host:port`, or `coap://host:port` in the demo profile
/// @param shortId number of the server, 1 to 65534 (LwM2M 1.1 §E.2)
/// @param lifetime how long the server remembers a gateway that is silent; 1 s at least
record Account(URI server, int shortId, Duration lifetime, Credential credential) {
  /// Short id of the server that is written in the settings.
  static final int SETTINGS_ID = 123;

  private static final int SHORT_ID_MAX = 65_534;

  Account {
    if (shortId < 1 || shortId > SHORT_ID_MAX) {
      throw new IllegalArgumentException(
          "short server id: expected 1 to 65534, found %d".formatted(shortId));
    }
    if (lifetime.toSeconds() < 1 || lifetime.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "lifetime: expected 1 s to %d s, found %s".formatted(Integer.MAX_VALUE, lifetime));
    }
  }

  /// The account that is written in the settings, its files read now.
  static Account of(ManagedServer server, Duration lifetime) throws Credential.SetupException {
    return new Account(server.address(), SETTINGS_ID, lifetime, Credential.read(server));
  }

  /// The account that a bootstrap server wrote.
  ///
  /// @throws IllegalArgumentException when the gateway does not take it, with the reason
  static Account of(DmServerInfo written) {
    if (!"coaps".equalsIgnoreCase(written.serverUri.getScheme())
        || written.serverUri.getHost() == null) {
      throw new IllegalArgumentException(
          "/0/x/0: expected coaps://host[:port], found '%s'".formatted(written.serverUri));
    }
    return new Account(
        ManagedServer.address(written.serverUri),
        Math.toIntExact(written.serverId),
        Duration.ofSeconds(written.lifetime),
        credential(written));
  }

  private static Credential credential(DmServerInfo written) {
    return switch (written.secureMode) {
      case PSK -> {
        int length = written.pskKey.length;
        if (length < Credential.PSK_BYTES_MIN || length > Credential.PSK_BYTES_MAX) {
          throw new IllegalArgumentException(
              "/0/x/5: expected a key of %d to %d bytes, found %d"
                  .formatted(Credential.PSK_BYTES_MIN, Credential.PSK_BYTES_MAX, length));
        }
        yield new Credential.Psk(written.pskId, written.pskKey);
      }
      case X509 -> {
        try {
          yield new Credential.X509(
              written.clientCertificate.getEncoded(),
              written.privateKey.getEncoded(),
              written.serverCertificate.getEncoded(),
              written.certificateUsage);
        } catch (CertificateEncodingException e) {
          throw new IllegalArgumentException("/0/x/3: no certificate: " + e.getMessage(), e);
        }
      }
      case RPK, NO_SEC, EST ->
          throw new IllegalArgumentException(
              "/0/x/2: expected 0 (PSK) or 2 (X.509), found %d (%s)"
                  .formatted(written.secureMode.code, written.secureMode));
    };
  }
}
