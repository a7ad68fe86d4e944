package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.time.Duration;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.SerialLink;

/// A serial port with a device of the test behind it.
public interface SerialPortStandIn extends LinkSource, AutoCloseable {
  @Override
  SerialLink open() throws DriverException;

  /// Changes what the device does, from now on, also for a port that is open.
  void set(DeviceState state);

  /// Nobody reads for this time, and what the device says by itself meanwhile waits in the port.
  void idle(Duration time);

  /// The device is switched off and on again, and the port stays.
  void powerCycle();

  @Override
  void close() throws IOException;
}
