package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The fake slaves on real sockets and streams, byte by byte.
class ModbusSlavesIT {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final String REQUEST = "12 34 00 00 00 06 01 03 00 00 00 01";

  private ModbusTcpSlave slave;
  private Socket socket;

  @BeforeEach
  void open() throws IOException {
    slave = new ModbusTcpSlave();
    slave.unit(1).set(RegisterBank.Table.HOLDING, 0, 0x0056);
    socket = new Socket(InetAddress.getLoopbackAddress(), slave.port());
    socket.setSoTimeout(2_000);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    slave.close();
  }

  private String ask(int bytes) throws IOException {
    socket.getOutputStream().write(HEX.parseHex(REQUEST));
    byte[] answer = new byte[bytes];
    new DataInputStream(socket.getInputStream()).readFully(answer);
    return HEX.formatHex(answer);
  }

  /// The healthy answer, and the same with each field wrong that can be.
  @Test
  void answersAndErrs() throws IOException {
    assertThat(ask(11)).isEqualTo("12 34 00 00 00 05 01 03 02 00 56");
    slave.fault(1, SlaveFault.WRONG_UNIT);
    assertThat(ask(11)).isEqualTo("12 34 00 00 00 05 02 03 02 00 56");
    slave.fault(1, SlaveFault.WRONG_TRANSACTION);
    assertThat(ask(11)).isEqualTo("12 61 00 00 00 05 01 03 02 00 56");
    slave.fault(1, SlaveFault.SHORT_FRAME);
    assertThat(ask(8)).isEqualTo("12 34 00 00 00 05 01 03");
    slave.fault(1, SlaveFault.LATE);
    assertThat(ask(11)).startsWith("12 34");
    assertThat(slave.requests()).isEqualTo(5);
  }

  /// A hanging slave says nothing, a cut one ends the stream.
  @Test
  void hangsAndCuts() throws IOException {
    socket.setSoTimeout(100);
    slave.fault(1, SlaveFault.HANG);
    assertThatThrownBy(() -> ask(1)).isInstanceOf(SocketTimeoutException.class);
    slave.fault(1, SlaveFault.DISCONNECT);
    assertThatThrownBy(() -> ask(1)).isInstanceOf(EOFException.class);
  }

  /// The RTU slave finds the request behind garbage; vectors of the Renke anemometer.
  @Test
  void rtuSlaveResynchronises() throws Exception {
    var in = new ByteArrayInputStream(HEX.parseHex("FF 00 01 03 00 00 00 01 84 0A"));
    var out = new ByteArrayOutputStream();
    var rtu = new ModbusRtuSlave(in, out);
    rtu.unit(1).set(RegisterBank.Table.HOLDING, 0, 0x0056);
    rtu.serve();
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo("01 03 02 00 56 38 7A");
  }

  /// A line that damages the checksum.
  @Test
  void rtuSlaveSendsWrongChecksum() throws Exception {
    var in = new ByteArrayInputStream(HEX.parseHex("01 03 00 00 00 01 84 0A"));
    var out = new ByteArrayOutputStream();
    var rtu = new ModbusRtuSlave(in, out);
    rtu.unit(1).set(RegisterBank.Table.HOLDING, 0, 0x0056);
    rtu.fault(1, SlaveFault.WRONG_CHECKSUM);
    rtu.serve();
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo("01 03 02 00 56 38 2F");
  }
}
