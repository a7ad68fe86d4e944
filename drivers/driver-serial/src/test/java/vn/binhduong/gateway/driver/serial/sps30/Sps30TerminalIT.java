package vn.binhduong.gateway.driver.serial.sps30;

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
class Sps30TerminalIT implements DriverContractSuite<Sps30Settings> {
  @Override
  public DriverFixture<Sps30Settings> fixture() throws IOException, InterruptedException {
    return SerialFixture.terminal(
        new Sps30Factory(),
        Sps30Device.SETTINGS,
        new Sps30Device(),
        port -> SerialPortLink.open(new SerialSettings(port, 9600, 8, Parity.NONE, 1)));
  }
}
