package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Settings of a chip that the kernel drives as a hardware monitor.
///
/// @param root where sysfs is mounted
/// @param name what the kernel calls the chip
/// @param device where it sits, when there are several of that name
/// @param channels the channels to read; empty: all
public record HwmonSettings(
    @Option(doc = "Where sysfs is mounted.", fallback = "/sys") Path root,
    @Option(
            doc = "Name of the chip, as in /sys/class/hwmon/hwmon0/name.",
            pattern = "[^\\s/]{1,64}",
            example = "sht4x")
        String name,
    @Option(
            doc =
                "Which one, where several have that name: the directory of its bus device, such as"
                    + " 1-0044 (I2C bus 1, address 0x44), or its own, such as hwmon0.",
            optional = true,
            pattern = "[^\\s/]{1,64}",
            example = "1-0044")
        @Nullable String device,
    @Option(doc = "Names of the channels to read; none: all that the kernel shows.", max = "64")
        List<String> channels) {
  public HwmonSettings {
    channels = List.copyOf(channels);
    if (new HashSet<>(channels).size() < channels.size()) {
      throw new IllegalArgumentException("channels: expected each once, found " + channels);
    }
  }
}
