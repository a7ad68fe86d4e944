package vn.binhduong.gateway.driver.serial.ss125;

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
class Ss125IntervalsTerminalIT implements DriverContractSuite<Ss125IntervalsSettings> {
  @Override
  public DriverFixture<Ss125IntervalsSettings> fixture() throws IOException, InterruptedException {
    return SerialFixture.terminal(
        new Ss125IntervalsFactory(),
        Ss125Device.INTERVALS,
        new Ss125Device(),
        port -> SerialPortLink.open(new SerialSettings(port, 9600, 8, Parity.NONE, 1)));
  }
}
