package vn.binhduong.gateway.ioc.street;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusRequestContext.ModbusTcpRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import vn.binhduong.gateway.ioc.verify.TruthLog;
import vn.binhduong.gateway.ioc.verify.TruthRow;

/// The Modbus part of the street corner: one Modbus TCP peer on loopback with a weather station
/// (`wx1`, unit 1) and a temperature and humidity probe (`th1`, unit 2) behind it.
///
/// Every served request is one row of the truth log, written before the answer leaves; the first of
/// a connection, and the first after an instrument was plugged in again, is marked as a probe. An
/// unplugged instrument does not answer at all, as on an RS-485 line. Deterministic by seed and
/// time. Thread-safe.
public final class Street implements AutoCloseable {
  private record Slot(String device, Instrument instrument) {}

  private final Map<Integer, Slot> slots;
  private final Map<String, Boolean> unplugged = new ConcurrentHashMap<>();
  private final Map<String, String> askers = new ConcurrentHashMap<>();
  private final ModbusTcpServer server;
  private final int port;
  private final TruthLog truth;
  private final InstantSource clock;

  /// Opens the street corner.
  ///
  /// @param seed of everything it shows
  /// @param port loopback port to listen on; must be free
  /// @param truthLog file the truth rows are appended to
  /// @param clock time of the truth rows
  /// @throws IOException when the port is in use or the file cannot be written
  public Street(long seed, int port, Path truthLog, InstantSource clock)
      throws IOException, InterruptedException {
    this.clock = clock;
    this.port = port;
    this.slots = new LinkedHashMap<>();
    slots.put(1, new Slot("wx1", new WeatherStation(seed)));
    slots.put(2, new Slot("th1", new ClimateProbe(seed)));
    this.truth = TruthLog.append(truthLog);
    this.server =
        ModbusTcpServer.create(
            NettyTcpServerTransport.create(
                transport -> {
                  transport.setBindAddress("127.0.0.1");
                  transport.setPort(port);
                }),
            new Units());
    try {
      server.start();
    } catch (ExecutionException e) {
      truth.close();
      throw new IOException(
          "street: cannot listen on 127.0.0.1:%d: %s".formatted(port, e.getCause()), e);
    }
  }

  /// The loopback port.
  public int port() {
    return port;
  }

  /// The devices, in the order of their unit ids.
  public List<String> devices() {
    return slots.values().stream().map(Slot::device).toList();
  }

  /// The devices that are unplugged now.
  public Collection<String> unplugged() {
    return List.copyOf(unplugged.keySet());
  }

  /// Unplugs an instrument: it no longer answers. Idempotent.
  ///
  /// @throws NoSuchElementException when there is no such device
  public void unplug(String device) {
    unplugged.put(require(device), true);
    askers.remove(device);
  }

  private static String asker(ModbusRequestContext context) {
    return context instanceof ModbusTcpRequestContext tcp ? tcp.remoteAddress().toString() : "";
  }

  /// Plugs an instrument in again. Idempotent.
  ///
  /// @throws NoSuchElementException when there is no such device
  public void replug(String device) {
    unplugged.remove(require(device));
  }

  private String require(String device) {
    if (!devices().contains(device)) {
      throw new NoSuchElementException(
          "no such device on the street: '%s' (there are %s)".formatted(device, devices()));
    }
    return device;
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (ExecutionException e) {
      throw new IOException("street: closing port %d: %s".formatted(port, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      truth.close();
    }
  }

  private byte[] serve(
      ModbusRequestContext context, int unitId, FunctionCode function, int address, int quantity)
      throws ModbusResponseException, UnknownUnitIdException {
    Slot slot = slots.get(unitId);
    if (slot == null || unplugged.containsKey(slot.device())) {
      // The transport then sends nothing, as a line without that slave.
      throw new UnknownUnitIdException(unitId);
    }
    if (slot.instrument().functionCode() != function.getCode()) {
      throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_FUNCTION);
    }
    // Whoever opens a device asks once whether it is there, and then begins to measure.
    boolean probe = !asker(context).equals(askers.put(slot.device(), asker(context)));
    long now = clock.millis();
    Instrument.Reading reading = slot.instrument().at(now);
    int from = address - reading.address();
    if (from < 0 || from + quantity > reading.registers().size()) {
      throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * quantity);
    for (int register : reading.registers().subList(from, from + quantity)) {
      bytes.putShort((short) register);
    }
    try {
      truth.write(new TruthRow(slot.device(), now, reading.values(), probe));
    } catch (IOException e) {
      throw new UncheckedIOException("street: truth log of " + slot.device(), e);
    }
    return bytes.array();
  }

  private final class Units implements ModbusServices {
    @Override
    public ReadHoldingRegistersResponse readHoldingRegisters(
        ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
        throws ModbusResponseException, UnknownUnitIdException {
      return new ReadHoldingRegistersResponse(
          serve(
              context,
              unitId,
              FunctionCode.READ_HOLDING_REGISTERS,
              request.address(),
              request.quantity()));
    }

    @Override
    public ReadInputRegistersResponse readInputRegisters(
        ModbusRequestContext context, int unitId, ReadInputRegistersRequest request)
        throws ModbusResponseException, UnknownUnitIdException {
      return new ReadInputRegistersResponse(
          serve(
              context,
              unitId,
              FunctionCode.READ_INPUT_REGISTERS,
              request.address(),
              request.quantity()));
    }
  }
}
