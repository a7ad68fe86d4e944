package vn.binhduong.gateway.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.AcquisitionSettings;
import vn.binhduong.gateway.clock.ClockSettings;
import vn.binhduong.gateway.control.ControlSettings;
import vn.binhduong.gateway.control.MetricsSettings;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.management.ManagementSettings;
import vn.binhduong.gateway.settings.Bound;
import vn.binhduong.gateway.store.StoreSettings;
import vn.binhduong.gateway.update.UpdateSettings;
import vn.binhduong.gateway.uplink.UplinkSettings;

/// All of `gateway.yaml`. Each section is declared by the part that obeys it; a mistake in a link
/// or device stays with that link or device.
///
/// @param gateway this unit
/// @param store what is kept on disk
/// @param uplink the way to the IOC
/// @param management the LwM2M server that manages it; null means none
/// @param clock how time is kept
/// @param acquisition how failing devices are treated
/// @param control the local control socket
/// @param metrics the metrics page
/// @param update where the program is updated
/// @param links by name
/// @param devices by id
public record GatewaySettings(
    @Option(doc = "This unit.") UnitSettings gateway,
    @Option(doc = "The store on disk.") StoreSettings store,
    @Option(doc = "The way to the IOC.") UplinkSettings uplink,
    @Option(
            doc = "The LwM2M server that manages the gateway; without it there is none.",
            optional = true)
        @Nullable ManagementSettings management,
    @Option(doc = "How time is kept.") ClockSettings clock,
    @Option(doc = "How devices that fail are treated.") AcquisitionSettings acquisition,
    @Option(doc = "The local socket that gatewayctl talks to.") ControlSettings control,
    @Option(doc = "Metrics in the OpenMetrics text format.") MetricsSettings metrics,
    @Option(doc = "Updates of the program.") UpdateSettings update,
    @Option(
            doc = "Buses and connections that devices share, by name.",
            pattern = GatewaySettings.NAME,
            max = "64",
            example = "bus1")
        Map<String, Bound<LinkSettings>> links,
    @Option(
            doc = "The sensors and instruments, by id. The id travels to the IOC and must stay.",
            pattern = GatewaySettings.NAME,
            max = "256",
            example = "wx1")
        Map<String, Bound<DeviceSettings>> devices) {
  /// Ids of gateways and devices, and names of links.
  static final String NAME = "[A-Za-z0-9.-]{1,32}";

  /// The settings of the clock; the demo profile trusts the system clock whatever the file says.
  public ClockSettings clockInProfile() {
    return gateway.profile() == UnitSettings.Profile.DEMO
        ? new ClockSettings(ClockSettings.Sync.TRUST, clock.checkEvery(), clock.stepBound())
        : clock;
  }
}
