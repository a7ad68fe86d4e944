package vn.binhduong.gateway.driver.pi4j;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.LinkFactory;

/// Makes links of type `gpio`.
public final class GpioLinkFactory implements LinkFactory<GpioSettings> {
  @Override
  public String type() {
    return "gpio";
  }

  @Override
  public Class<GpioSettings> settings() {
    return GpioSettings.class;
  }

  /// Takes the lines for this program alone.
  ///
  /// @throws DriverException UNAVAILABLE on a board without this chip, or when a line is in use;
  ///   MISCONFIGURED when the chip has no such line
  @Override
  public GpioLink open(GpioSettings settings, String name) throws DriverException {
    String device = "/dev/gpiochip" + settings.chip();
    Board.ensureDevice(Path.of(device), "gpio", "this board has no such chip");
    try {
      return new KernelGpioLink(
          "gpio " + name,
          settings.lines().size(),
          settings.debounce(),
          ChipLines.open("gpio " + name, device, settings));
    } catch (LinkageError | UnsupportedOperationException e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "gpio %s: this JVM may not call the kernel: %s".formatted(name, e),
          e);
    }
  }
}
