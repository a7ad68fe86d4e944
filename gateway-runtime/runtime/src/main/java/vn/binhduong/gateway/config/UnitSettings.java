package vn.binhduong.gateway.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// This unit.
///
/// @param id its identity towards the IOC
/// @param dataDirectory holds the store and everything that must outlive a restart
/// @param profile production, or the demo with its relaxed rules
/// @param place where it stands
/// @param receiver the satellite receiver it has; null means none
public record UnitSettings(
    @Option(
            doc = "Identity of this gateway towards the IOC: the CN of its certificate.",
            pattern = GatewaySettings.NAME,
            example = "BD-GW-000123")
        String id,
    @Option(
            doc = "Directory of the store and of everything else that must outlive a restart.",
            fallback = "/var/lib/edge-gateway")
        Path dataDirectory,
    @Option(
            doc =
                "production; or demo, which also allows a broker without TLS and trusts the system"
                    + " clock.",
            fallback = "production")
        Profile profile,
    @Option(doc = "Where the gateway stands, for the IOC.", optional = true)
        @Nullable PlaceSettings place,
    @Option(
            doc =
                "The satellite receiver of the gateway, which then tells where it is and how far its"
                    + " clock is off; it never sets the clock.",
            optional = true)
        @Nullable ReceiverSettings receiver) {

  /// The two ways to run.
  public enum Profile {
    /// Every rule of the security floor holds.
    PRODUCTION,
    /// On one machine, without certificates.
    DEMO
  }

  @Override
  public Path dataDirectory() {
    return dataDirectory.toAbsolutePath();
  }
}
