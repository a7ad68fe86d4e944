package vn.binhduong.gateway.driver.serial.sds011;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import vn.binhduong.gateway.driver.link.serial.SerialPortLink;
import vn.binhduong.gateway.driver.link.serial.SerialSettings;
import vn.binhduong.gateway.driver.link.serial.SerialSettings.Parity;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// The contract of every driver, through a terminal of the kernel and the library for serial ports.
@Tag("interop")
class Sds011TerminalIT implements DriverContractSuite<Sds011Settings> {
  @Override
  public DriverFixture<Sds011Settings> fixture() throws IOException, InterruptedException {
    return SerialFixture.terminal(
        new Sds011Factory(),
        Sds011Device.SETTINGS,
        new Sds011Device(),
        port -> SerialPortLink.open(new SerialSettings(port, 9600, 8, Parity.NONE, 1)));
  }
}
