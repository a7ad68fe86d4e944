package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.Option;

/// Settings of a 1-Wire thermometer.
///
/// @param root where sysfs is mounted
/// @param id its id as the kernel writes it
/// @param retries how often one poll may ask again, 0 to 3
public record W1ThermSettings(
    @Option(doc = "Where sysfs is mounted.", fallback = "/sys") Path root,
    @Option(
            doc =
                "Id of the chip, a directory of /sys/bus/w1/devices: family 10 (DS18S20), 22"
                    + " (DS1822), 28 (DS18B20) or 42 (DS28EA00) and twelve hexadecimal digits.",
            pattern = "(10|22|28|42)-[0-9a-f]{12}",
            example = "28-000005e2fdc3")
        String id,
    @Option(
            doc =
                "How often one poll may ask again after a wrong CRC, no answer or a value that was"
                    + " not measured; each time takes up to 750 ms.",
            fallback = "2",
            min = "0",
            max = "3")
        int retries) {
  private static final int RETRIES_MAX = 3;

  public W1ThermSettings {
    if (retries < 0 || retries > RETRIES_MAX) {
      throw new IllegalArgumentException("retries: expected 0 to 3, found " + retries);
    }
    if (W1Family.of(id).isEmpty()) {
      throw new IllegalArgumentException("id: expected family 10, 22, 28 or 42, found " + id);
    }
  }

  /// The kind of chip.
  W1Family family() {
    return W1Family.of(id).orElseThrow();
  }
}
