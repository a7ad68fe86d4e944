package vn.binhduong.gateway.driver.modbus;

import java.util.LinkedHashSet;
import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `modbus`, on a link of type `modbus-tcp` or `modbus-rtu`.
public final class ModbusDriverFactory implements DriverFactory<ModbusSettings> {
  @Override
  public String type() {
    return "modbus";
  }

  @Override
  public Class<ModbusSettings> settings() {
    return ModbusSettings.class;
  }

  @Override
  public String instrument() {
    return "any instrument that speaks Modbus, by a register map";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(ModbusLink.class);
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(
        Verification.VECTOR, Verification.SIMULATED, Verification.PEER, Verification.KERNEL_DEVICE);
  }

  /// Each quantity it reads: one unit may be two devices with different registers or bits, never
  /// twice the same one.
  @Override
  public Set<String> claims(ModbusSettings settings) {
    Set<String> claims = new LinkedHashSet<>();
    for (Register register : settings.registers()) {
      Integer bit = register.bit();
      claims.add(
          "unit %d, %s, register %d%s"
              .formatted(
                  settings.unitId(),
                  settings.profile().functionOf(register),
                  register.address() - settings.profile().addressBase(),
                  bit == null ? "" : ", bit " + bit));
    }
    return claims;
  }

  /// Opens the device once its unit answers the first request of its map, be it with a refusal:
  /// Modbus has no identity that could be asked of every instrument.
  @Override
  public ModbusDriver open(ModbusSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new ModbusDriver(settings, context, context.link(ModbusLink.class));
    driver.prove();
    return driver;
  }
}
