package vn.binhduong.gateway.driver.modbus;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.LinkFactory;

/// Makes links of type `modbus-tcp`. The connection is made by the first request.
public final class ModbusTcpLinkFactory implements LinkFactory<ModbusTcpSettings> {
  @Override
  public String type() {
    return "modbus-tcp";
  }

  @Override
  public Class<ModbusTcpSettings> settings() {
    return ModbusTcpSettings.class;
  }

  @Override
  public ModbusLink open(ModbusTcpSettings settings, String name) throws DriverException {
    return new ModbusTcpLink(settings, name);
  }
}
