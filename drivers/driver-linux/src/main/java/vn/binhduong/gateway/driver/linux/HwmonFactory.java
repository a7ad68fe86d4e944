package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `hwmon`: what the kernel drives as hardware monitors, such as SHT3x,
/// SHT4x, LM75, and the supervisors of a board. Source: Documentation/hwmon/sysfs-interface.rst.
public final class HwmonFactory implements DriverFactory<HwmonSettings> {
  @Override
  public String type() {
    return "hwmon";
  }

  @Override
  public Class<HwmonSettings> settings() {
    return HwmonSettings.class;
  }

  @Override
  public String instrument() {
    return "what the kernel drives as hwmon: climate, voltages, currents";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("/sys");
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<String> claims(HwmonSettings settings) {
    return Set.of(
        "hwmon %s%s"
            .formatted(
                settings.name(), settings.device() == null ? "" : " at " + settings.device()));
  }

  /// Opens the chip with the name of the settings; its channels are those the kernel shows now.
  ///
  /// @throws DriverException UNAVAILABLE when there is no such chip, MISCONFIGURED when several
  ///   have the name, it has no known channel, or lacks one of the settings
  @Override
  public Driver open(HwmonSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return KernelCall.run("kernel open " + context.deviceId(), () -> openHere(settings, context));
  }

  private static Driver openHere(HwmonSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    Chip chip =
        Chip.find(
            settings.root().resolve("class/hwmon"), "hwmon", settings.name(), settings.device());
    List<Source> sources = new ArrayList<>();
    for (Path file : KernelFile.entries(chip.directory(), name -> name.endsWith("_input"))) {
      HwmonSource.of(file).ifPresent(sources::add);
    }
    return new KernelDevice(
        context,
        new Driver.Identity("", chip.name(), "", ""),
        chip::prove,
        chip.chosen(sources, settings.channels()));
  }
}
