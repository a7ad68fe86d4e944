package vn.binhduong.gateway.uplink;

import vn.binhduong.gateway.driver.Option;

/// Which commands the IOC may give. What is not allowed is answered with `refused`.
///
/// @param replay send stored samples again
/// @param readNow read a device at once
/// @param diagnose report on the gateway
/// @param calibrate mark a device as being calibrated
/// @param config change the configuration
public record CommandSettings(
    @Option(doc = "Whether the IOC may ask for stored samples again.", fallback = "true")
        boolean replay,
    @Option(doc = "Whether the IOC may have a device read at once.", fallback = "true")
        boolean readNow,
    @Option(doc = "Whether the IOC may ask for a report on the gateway.", fallback = "true")
        boolean diagnose,
    @Option(doc = "Whether the IOC may mark a device as being calibrated.", fallback = "false")
        boolean calibrate,
    @Option(doc = "Whether the IOC may change the configuration.", fallback = "false")
        boolean config) {

  /// What stands in the sample file.
  public static final CommandSettings DEFAULTS =
      new CommandSettings(true, true, true, false, false);

  /// Whether the command of this name is allowed.
  boolean allows(String name) {
    return switch (name) {
      case "replay" -> replay;
      case "read-now" -> readNow;
      case "diagnose" -> diagnose;
      case "calibrate" -> calibrate;
      case "config" -> config;
      default -> false;
    };
  }
}
