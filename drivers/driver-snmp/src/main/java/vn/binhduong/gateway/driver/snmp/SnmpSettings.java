package vn.binhduong.gateway.driver.snmp;

import java.util.List;
import vn.binhduong.gateway.driver.Option;

/// One device on an SNMP link.
///
/// @param profile what it is
/// @param channels the channels this one has; empty: all of the profile
public record SnmpSettings(
    @Option(
            doc = "What the device is: the name of a profile, or the list of objects itself.",
            profiles = "snmp",
            example = "ups-mib")
        ObjectMap profile,
    @Option(doc = "The channels of the profile that this device has; none: all.", max = "256")
        List<String> channels) {
  public SnmpSettings {
    channels = List.copyOf(channels);
    profile.objectsFor(channels);
  }

  /// The objects this device has.
  List<ObjectValue> objects() {
    return profile.objectsFor(channels);
  }
}
