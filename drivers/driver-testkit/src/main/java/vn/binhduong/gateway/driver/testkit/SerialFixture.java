package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.DriverFactory;

/// The fixture of any driver on a serial port.
///
/// @param factory the factory under test
/// @param settings settings with which the device works
/// @param port the port and the device behind it
/// @param cycles how often the tests for leaks open and close it
/// @param faultScripts scripts to run besides the standard ones
/// @param <C> the settings of the driver
public record SerialFixture<C extends Record>(
    DriverFactory<C> factory,
    C settings,
    SerialPortStandIn port,
    int cycles,
    List<FaultScript> faultScripts)
    implements DriverFixture<C> {
  /// How often a port in the process is opened.
  public static final int CYCLES = 1_000;

  /// How often a terminal is opened, which takes its time.
  public static final int TERMINAL_CYCLES = 40;

  /// A fixture with a port in the process.
  public static <C extends Record> SerialFixture<C> inProcess(
      DriverFactory<C> factory, C settings, SerialDevice device) {
    return new SerialFixture<>(factory, settings, new FakeSerialPort(device), CYCLES, List.of());
  }

  /// A fixture with a terminal of the kernel.
  public static <C extends Record> SerialFixture<C> terminal(
      DriverFactory<C> factory, C settings, SerialDevice device, PtySerialPort.Opener opener)
      throws IOException, InterruptedException {
    return new SerialFixture<>(
        factory, settings, new PtySerialPort(device, opener), TERMINAL_CYCLES, List.of());
  }

  /// The same with one more course of faults, see [FaultScript].
  public SerialFixture<C> faults(String script) {
    List<FaultScript> more = new ArrayList<>(faultScripts);
    more.add(FaultScript.of(script));
    return new SerialFixture<>(factory, settings, port, cycles, List.copyOf(more));
  }

  @Override
  public LinkSource links() {
    return port;
  }

  @Override
  public void set(DeviceState state) {
    port.set(state);
  }

  @Override
  public void idle(Duration time) {
    port.idle(time);
  }

  @Override
  public void powerCycle() {
    port.powerCycle();
  }

  @Override
  public Duration step() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void close() throws IOException {
    port.close();
  }
}
