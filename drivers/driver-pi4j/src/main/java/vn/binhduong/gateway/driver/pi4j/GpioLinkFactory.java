package vn.binhduong.gateway.driver.pi4j;

import com.pi4j.context.Context;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
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
  /// @throws DriverException UNAVAILABLE on a board without this chip, or when a line is in use
  @Override
  public GpioLink open(GpioSettings settings, String name) throws DriverException {
    Board.ensureDevice(
        Path.of("/dev/gpiochip" + settings.chip()), "gpio", "this board has no such chip");
    Context context = null;
    try {
      context = Board.context(GpioDDigitalInputProvider.newInstance());
      return Pi4jGpioLink.open("gpio " + name, settings, context);
    } catch (RuntimeException | LinkageError e) {
      if (context != null) {
        context.shutdown();
      }
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "gpio %s: lines %s of chip %d cannot be had: %s"
              .formatted(name, settings.lines(), settings.chip(), e.getMessage()),
          e);
    }
  }
}
