package vn.binhduong.gateway.driver.modbus;

import java.io.IOException;
import java.time.Duration;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;
import vn.binhduong.gateway.driver.testkit.LinkSource;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// The contract of every driver, over Modbus RTU on a serial port in the process.
class ModbusRtuContractTest implements DriverContractSuite<ModbusSettings> {
  /// Least silence between two frames at 9600 baud.
  private static final Duration SILENCE = Duration.ofMillis(4);

  @Override
  public DriverFixture<ModbusSettings> fixture() {
    return new Fixture(new FakeSerialPort(new Slave()));
  }

  /// Unit 1; register n holds n.
  private static final class Slave implements SerialDevice {
    @Override
    public byte[] answer(byte[] request) {
      return RtuSlave.answer(request);
    }
  }

  private record Fixture(FakeSerialPort port) implements DriverFixture<ModbusSettings> {
    @Override
    public DriverFactory<ModbusSettings> factory() {
      return new ModbusDriverFactory();
    }

    @Override
    public ModbusSettings settings() {
      return ShippedProfiles.device(
          """
          unit-id: 1
          timeout: 50ms
          profile:
            maker: Maker
            model: Model
            registers:
              - {channel: level, address: 12, type: u16, scale: 0.1, unit: m, min: 0, max: 10}
              - {channel: weight, address: 40, type: u16, unit: kg, min: 0, max: 100}
          """);
    }

    @Override
    public LinkSource links() {
      return () -> {
        var link = new ModbusRtuLink("bus1", SILENCE, port::open);
        link.openLine();
        return link;
      };
    }

    @Override
    public void set(DeviceState state) {
      port.set(state);
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
}
