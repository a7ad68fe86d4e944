package vn.binhduong.gateway.driver.modbus;

import java.io.IOException;
import java.time.Duration;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.LinkSource;

/// The contract of every driver, over Modbus TCP.
class ModbusContractIT implements DriverContractSuite<ModbusSettings> {
  @Override
  public DriverFixture<ModbusSettings> fixture() throws IOException {
    return new Fixture(new TcpSlave());
  }

  private record Fixture(TcpSlave slave) implements DriverFixture<ModbusSettings> {
    @Override
    public DriverFactory<ModbusSettings> factory() {
      return new ModbusDriverFactory();
    }

    @Override
    public ModbusSettings settings() {
      return ShippedProfiles.device(
          """
          unit-id: 1
          timeout: 2s
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
      return slave::link;
    }

    @Override
    public void set(DeviceState state) {
      slave.set(
          switch (state) {
            case ANSWERING -> TcpSlave.HEALTHY;
            case GONE -> (request, out) -> slave.hangUp();
            case HANGING -> TcpSlave.SILENT;
            case DRIPPING -> TcpSlave.DRIPPING;
            case GARBAGE -> (request, out) -> out.write(Hex.bytes("FF FF FF FF FF FF FF FF FF"));
          });
    }

    @Override
    public Duration step() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void close() throws IOException {
      slave.close();
    }
  }
}
