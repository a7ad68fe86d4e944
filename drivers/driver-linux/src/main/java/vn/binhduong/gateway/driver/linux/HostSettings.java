package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Settings of the host's own health.
///
/// @param root directory that holds `proc` and `sys`
/// @param directory whose file system is watched
/// @param interfaces the network interfaces that are counted
/// @param thermalZone type of the thermal zone of the processor, where it is not found by itself
public record HostSettings(
    @Option(doc = "Directory that holds proc and sys.", fallback = "/") Path root,
    @Option(
            doc = "Directory whose file system is watched for free space.",
            optional = true,
            example = "/var/lib/edge-gateway")
        @Nullable Path directory,
    @Option(
            doc =
                "Network interfaces that are counted; each one is always a channel, without a value"
                    + " while it is not there.",
            max = "16",
            example = "[eth0, wwan0]")
        List<String> interfaces,
    @Option(
            doc =
                "Type of the thermal zone of the processor, as in"
                    + " /sys/class/thermal/thermal_zone0/type, where it is not found by itself.",
            optional = true,
            pattern = "[^\\s/]{1,64}",
            example = "cpu-thermal")
        @Nullable String thermalZone) {
  /// IFNAMSIZ of linux/if.h less the final NUL, and the kernel's own rule in dev_valid_name().
  private static final Pattern INTERFACE = Pattern.compile("(?![.]{1,2}$)[!-~&&[^/:]]{1,15}");

  public HostSettings {
    interfaces = List.copyOf(interfaces);
    for (String name : interfaces) {
      if (!INTERFACE.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "interfaces: expected names of 1 to 15 characters without / : and space, found '%s'"
                .formatted(name));
      }
    }
    if (new HashSet<>(interfaces.stream().map(HostSettings::channelPart).toList()).size()
        < interfaces.size()) {
      throw new IllegalArgumentException(
          "interfaces: expected names that differ in letters and digits, found " + interfaces);
    }
  }

  /// The part of a channel name that stands for an interface: `enp1s0`, `eth0_100` for `eth0.100`.
  static String channelPart(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
  }
}
