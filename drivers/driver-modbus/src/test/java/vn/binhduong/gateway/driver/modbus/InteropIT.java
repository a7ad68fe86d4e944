package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.link.serial.SerialSettings.Parity;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.LinkSource;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;
import vn.binhduong.gateway.driver.testkit.PtyPair;

/// Against a slave that we did not write: pymodbus (Debian package python3-pymodbus).
@Tag("interop")
@Timeout(60)
class InteropIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String SLAVE =
      """
      import sys
      from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
      from pymodbus.server import StartSerialServer, StartTcpServer
      from pymodbus.transaction import ModbusRtuFramer
      words = [0] * 700
      words[500:516] = [123, 1, 5, 225, 657, 0xFF9B, 551, 37, 53, 1013, 1, 0x2345, 745, 17, 91, 803]
      block = lambda: ModbusSequentialDataBlock(0, list(words))
      bits = ModbusSequentialDataBlock(0, [i % 2 for i in range(100)])
      slave = ModbusSlaveContext(di=bits, co=bits, hr=block(), ir=block(), zero_mode=True)
      context = ModbusServerContext(slaves={1: slave}, single=False)
      if sys.argv[1] == "tcp":
          StartTcpServer(context=context, address=("127.0.0.1", int(sys.argv[2])))
      else:
          StartSerialServer(context=context, framer=ModbusRtuFramer, port=sys.argv[2], baudrate=9600, timeout=1)
      """;

  @TempDir private Path directory;
  private @Nullable Process slave;

  @BeforeEach
  void requirePymodbus() throws Exception {
    int code =
        new ProcessBuilder(PYTHON.toString(), "-c", "import pymodbus.server, serial")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assertThat(code)
        .as("import pymodbus: apt-get install python3-pymodbus python3-serial")
        .isZero();
  }

  @AfterEach
  void stop() {
    if (slave != null) {
      slave.destroyForcibly().onExit().join();
    }
  }

  @Test
  void tcp() throws Exception {
    int port = LoopbackPort.free();
    slave = start("tcp", Integer.toString(port));
    var settings = new ModbusTcpSettings("127.0.0.1", port, Duration.ofSeconds(2), Duration.ZERO);
    assertWeatherStation(() -> new ModbusTcpLink(settings, "bus1"));
  }

  @Test
  void rtu() throws Exception {
    try (var ports = new PtyPair(directory)) {
      slave = start("rtu", ports.theirs().toString());
      var settings =
          new ModbusRtuSettings(ports.ours(), 9600, 8, Parity.NONE, 1, Duration.ofMillis(50));
      assertWeatherStation(() -> new ModbusRtuLinkFactory().open(settings, "line1"));
    }
  }

  private static void assertWeatherStation(LinkSource link) throws Exception {
    ModbusSettings settings =
        ShippedProfiles.device(
            """
            unit-id: 1
            profile: renke-weather-station
            channels: [wind_speed, humidity, temperature, pressure, illuminance, solar_radiation]
            """);
    try (var device = new DriverHarness<>(new ModbusDriverFactory(), settings).link(link)) {
      openWhenUp(device);
      EmittedSample sample = device.poll().getFirst();
      assertThat(
              List.of(
                  sample.value("wind_speed"),
                  sample.value("humidity"),
                  sample.value("temperature"),
                  sample.value("pressure"),
                  sample.value("illuminance"),
                  sample.value("solar_radiation")))
          .containsExactly(1.23, 65.7, -10.1, 1013.0, 74565.0, 803.0);
    }
    ModbusLink open = (ModbusLink) link.open();
    try (open) {
      Duration timeout = Duration.ofSeconds(2);
      assertThat(open.read(new ReadRequest(1, ReadFunction.READ_DISCRETE_INPUTS, 3, 5), timeout))
          .hasToString("Values[1, 0, 1, 0, 1]");
      assertThat(
              open.read(new ReadRequest(1, ReadFunction.READ_HOLDING_REGISTERS, 5000, 2), timeout))
          .hasToString("exception 0x02 [ILLEGAL_DATA_ADDRESS] to 0x03 [READ_HOLDING_REGISTERS]");
    }
  }

  /// The slave takes a moment to start.
  private static void openWhenUp(DriverHarness<?> device) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        device.open();
        return;
      } catch (DriverException e) {
        if (System.nanoTime() > giveUp) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private Process start(String... arguments) throws IOException {
    Path script = Files.writeString(directory.resolve("slave.py"), SLAVE);
    var command = new ArrayList<>(List.of(PYTHON.toString(), script.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("slave.log").toFile())
        .start();
  }
}
