package vn.binhduong.gateway.driver.modbus;

import java.util.OptionalInt;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.link.serial.SerialPortLink;

/// Makes links of type `modbus-rtu`. The port is opened at once, and again after it was unplugged.
public final class ModbusRtuLinkFactory implements LinkFactory<ModbusRtuSettings> {
  @Override
  public String type() {
    return "modbus-rtu";
  }

  @Override
  public Class<ModbusRtuSettings> settings() {
    return ModbusRtuSettings.class;
  }

  @Override
  public OptionalInt baud(ModbusRtuSettings settings) {
    return OptionalInt.of(settings.baud());
  }

  @Override
  public ModbusLink open(ModbusRtuSettings settings, String name)
      throws DriverException, InterruptedException {
    var link =
        new ModbusRtuLink(name, settings.silence(), () -> SerialPortLink.open(settings.line()));
    link.openLine();
    return link;
  }
}
