package vn.binhduong.gateway.driver.pi4j;

import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import java.nio.file.Path;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;
import vn.binhduong.gateway.driver.LinkFactory;

/// Makes links of type `i2c`.
public final class I2cBusLinkFactory implements LinkFactory<I2cBusSettings> {
  @Override
  public String type() {
    return "i2c";
  }

  @Override
  public Class<I2cBusSettings> settings() {
    return I2cBusSettings.class;
  }

  /// Opens the bus.
  ///
  /// @throws DriverException UNAVAILABLE on a board without this bus
  @Override
  public I2cLink open(I2cBusSettings settings, String name) throws DriverException {
    Board.ensureDevice(
        Path.of("/dev/i2c-" + settings.bus()),
        "i2c",
        "this board has no such bus, or it is off (Raspberry Pi: dtparam=i2c_arm=on)");
    try {
      return new Pi4jI2cLink(
          "i2c " + name, settings.bus(), Board.context(LinuxFsI2CProvider.newInstance()));
    } catch (RuntimeException | LinkageError e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "i2c %s: bus %d cannot be opened: %s".formatted(name, settings.bus(), Board.reason(e)),
          e);
    }
  }
}
